import { badgeBucket, userContext } from '#lib/contexts.ts';
import type { EventPayload } from '#lib/contract/events.ts';
import type { AppContext } from '#server/app-context.ts';
import type { Sql } from '#server/db/client.ts';
import { totalOf, unread } from './read.ts';

/** Whose count of which conversation has changed, and not by what was sent. */
export interface BadgeChange {
  userId: string;
  sandboxId: string;
  conversationId: string;
}

interface Told extends BadgeChange {
  head: number | null;
  lastReadSeq: number;
  muted: boolean;
  count: number;
  total: number;
}

/** So many are counted in one statement. */
const passMax = 500;

type Deps = Pick<AppContext, 'sql' | 'log' | 'realtime'>;

/**
 * Tells people's devices what is unread now, behind the back of whoever changed it. One pass at a time, of all that has
 * changed since the last one: so what is told later was counted later. What is lost is read again by who comes back.
 */
export class BadgeTeller implements AsyncDisposable {
  readonly #deps: Deps;
  readonly #waiting = new Map<string, BadgeChange>();
  #pass: Promise<void> | null = null;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** After the commit. */
  changed(changes: Iterable<BadgeChange>): void {
    for (const change of changes) this.#waiting.set(`${change.userId} ${change.conversationId}`, change);
    this.#pass ??= this.#tellAll();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pass;
  }

  async #tellAll(): Promise<void> {
    while (this.#waiting.size > 0) {
      const batch = [...this.#waiting].slice(0, passMax);
      for (const [key] of batch) this.#waiting.delete(key);
      await this.#tell(batch.map(([, change]) => change)).catch((err: unknown) =>
        this.#deps.log.error({ err }, 'badges that changed could not be told'),
      );
    }
    this.#pass = null;
  }

  async #tell(changes: BadgeChange[]): Promise<void> {
    const { sql, realtime } = this.#deps;
    for (const told of await count(sql, changes)) {
      realtime.tell({ context: userContext(told.userId), event: 'badge.changed', payload: payloadOf(told) });
    }
  }
}

function count(sql: Sql, changes: BadgeChange[]): Promise<Told[]> {
  const column = (name: keyof BadgeChange) => changes.map((change) => change[name]);
  return sql`
    select one.user_id as "userId", one.sandbox_id as "sandboxId", one.conversation_id as "conversationId", c.seq as head,
      m.last_read_seq as "lastReadSeq", m.muted, unread.count, totals.total
    from unnest(${column('userId')}::text[], ${column('sandboxId')}::text[], ${column('conversationId')}::text[])
      as one (user_id, sandbox_id, conversation_id)
    join (
      select person.id, ${totalOf(sql, sql`person.id`)} as total
      from (select distinct id from unnest(${column('userId')}::text[]) all_of_them (id)) person
    ) totals on totals.id = one.user_id
    left join conversation_members m
      on m.conversation_id = one.conversation_id and m.member_id = one.user_id and m.left_at is null
    left join conversations c on c.id = m.conversation_id
    left join lateral (select count(*) from (${unread(sql)}) capped) unread on m.member_id is not null`;
}

function payloadOf({
  head,
  lastReadSeq,
  muted,
  count: unreadCount,
  total,
  ...change
}: Told): EventPayload<'badge.changed'> {
  const { sandboxId, conversationId } = change;
  const isMember = head !== null;
  return {
    conversationId,
    badgeBucket: badgeBucket({ sandboxId, conversationId }),
    badgeCount: isMember && !muted ? unreadCount : 0,
    total,
    unread: isMember ? { head, lastReadSeq, count: unreadCount } : null,
  };
}
