import { ulid } from 'ulid';
import { parseContext } from '#lib/contexts.ts';
import type { AppContext } from '#server/app-context.ts';
import type { Consumer, ConsumerTransaction } from '#server/realtime/consumer.ts';
import type { StoredEvent } from '#server/realtime/event-log.ts';
import { approversAsked, managersConcerned, readersOf, type Happened, type NewDispatch } from './recipients.ts';
import { wakeNotifications } from './wake.ts';

/**
 * Writes down who is to be told of what was committed. Chat knows nothing of it, so a message costs the same whether anybody
 * has a device or not; whether it still goes is decided when it does.
 */
export function notifyOfEvents(app: AppContext): Consumer {
  let written = 0;
  return {
    name: 'notifications',
    restMs: 100,
    handle: async (tx, events) => {
      written += await insertDispatches(app, tx, events);
    },
    committed: () => {
      if (written > 0) wakeNotifications(app);
      written = 0;
    },
  };
}

/** A statement for each of three questions at most, and two to write, however many events, conversations and people. */
export async function insertDispatches(
  app: Pick<AppContext, 'sql' | 'clock'>,
  tx: ConsumerTransaction,
  events: StoredEvent[],
): Promise<number> {
  const happened = events.flatMap(happenedIn);
  const of = <K extends Happened['kind']>(kind: K) =>
    happened.filter((one): one is Extract<Happened, { kind: K }> => one.kind === kind);
  const asking = { sql: app.sql, tx, now: app.clock.now() };
  const messages = await readersOf(asking, of('message'));
  const others = [
    ...(await approversAsked(asking, of('approval'))),
    ...(await managersConcerned(asking, of('lifecycle'))),
  ];
  if (messages.length > 0) await insertWaiting(tx, messages);
  if (others.length > 0) await insert(tx, others);
  return messages.length + others.length;
}

function happenedIn({ context, seq, type, payload }: StoredEvent): Happened[] {
  const ref = parseContext(context);
  const messageId = String(payload['messageId']);
  if (ref?.kind === 'conversation' && type === 'message.created') {
    return [{ kind: 'message', conversationId: ref.conversationId, messageId }];
  }
  if (ref?.kind !== 'sandbox') return [];
  if (type === 'approval.opened') {
    const groupId = String(payload['groupId']);
    return [{ kind: 'approval', conversationId: String(payload['conversationId']), messageId, groupId, seq }];
  }
  const event = type === 'sandbox.status' ? lifecycleOf(payload) : null;
  if (event === null) return [];
  const by = typeof payload['by'] === 'string' ? payload['by'] : null;
  return [{ kind: 'lifecycle', sandboxId: ref.sandboxId, context, seq, event, by }];
}

function lifecycleOf({ status, failed }: Record<string, unknown>): 'ready' | 'start_failed' | 'stopped' | null {
  if (status === 'running') return 'ready';
  if (status === 'stopped') return failed === true ? 'start_failed' : 'stopped';
  return null;
}

/** Of a conversation one waits for each person: the newest message, and no longer than the one before it would have. */
function insertWaiting(tx: ConsumerTransaction, dispatches: NewDispatch[]) {
  return tx`
    insert into dispatches as old (id, kind, subject, user_id, sandbox_id, conversation_id, message_id, due_at)
    select id, kind, subject, "userId", "sandboxId", "conversationId", "messageId", "dueAt" from ${rowsOf(tx, dispatches)}
    on conflict (user_id, conversation_id) where state = 'pending' and kind = 'message' do update
    set subject = excluded.subject, message_id = excluded.message_id, due_at = least(old.due_at, excluded.due_at)`;
}

function insert(tx: ConsumerTransaction, dispatches: NewDispatch[]) {
  return tx`
    insert into dispatches
      (id, kind, subject, user_id, sandbox_id, conversation_id, message_id, group_id, detail, due_at)
    select id, kind, subject, "userId", "sandboxId", "conversationId", "messageId", "groupId", detail, "dueAt"
    from ${rowsOf(tx, dispatches)}
    on conflict do nothing`;
}

function rowsOf(tx: ConsumerTransaction, dispatches: NewDispatch[]) {
  const rows = dispatches.map((dispatch) => ({ ...dispatch, id: ulid() }));
  return tx`jsonb_to_recordset(${tx.json(rows as never)}) as new (id text, kind text, subject text, "userId" text,
    "sandboxId" text, "conversationId" text, "messageId" text, "groupId" text, detail jsonb, "dueAt" timestamptz)`;
}
