import { createHash, randomBytes } from 'node:crypto';
import type { AppContext } from '#server/app-context.ts';
import { must } from '#lib/std/must.ts';
import type { Facts } from '../dispatches/facts.ts';
import type { Action } from '../dispatches/push.ts';
import type { Device } from '../transport.ts';

/** What a notification may decide on one device. */
export interface Deciding {
  facts: Facts;
  device: Device;
  values: Action['value'][];
}

/**
 * Words that each decide one question in one way, once, as one person and from one device. They stand in what is sent to that
 * device and nowhere else: here is their hash. One statement for all; in the order of what was asked for. A device or a
 * conversation that goes in this moment has none.
 */
export async function mintTokens({ sql }: Pick<AppContext, 'sql'>, all: Deciding[]): Promise<Action[][]> {
  const minted = all.map(({ values }) =>
    values.map((value) => ({ value, token: randomBytes(32).toString('base64url') })),
  );
  const rows = all.flatMap((deciding, n) => must(minted[n], 'its words').map((action) => rowOf(deciding, action)));
  if (rows.length > 0) {
    await sql`
      insert into action_tokens
        (hash, user_id, target_id, conversation_id, message_id, group_id, value, expires_at)
      select decode(r.hash, 'hex'), r."userId", t.id, r."conversationId", r."messageId", r."groupId", r.value, r."expiresAt"
      from jsonb_to_recordset(${sql.json(rows as never)}) as r (hash text, "userId" text, "deviceId" text,
        "conversationId" text, "messageId" text, "groupId" text, value text, "expiresAt" timestamptz)
      join push_targets t on t.id = r."deviceId"
      join conversations c on c.id = r."conversationId" for key share of t, c`;
  }
  return minted;
}

/** 256 random bits: one round of SHA-256 is all the hashing that they need. */
export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function rowOf({ facts, device }: Deciding, { value, token }: Action) {
  const { userId, conversationId, messageId, groupId } = facts;
  // A question without an end of its own is not one that this installation makes; its words live for a day at most.
  const expiresAt = facts.expiresAt ?? new Date(facts.dueAt.getTime() + dayMs);
  const hash = hashOf(token).toString('hex');
  return { hash, userId, deviceId: device.id, conversationId, messageId, groupId, value, expiresAt };
}

const dayMs = 86_400_000;
