import { ulid } from 'ulid';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '#server/app-context.ts';
import { deleteMessage } from '#server/chat/messages/delete.ts';
import { edit } from '#server/chat/messages/edit.ts';
import { addReaction, removeReaction } from '#server/chat/reactions.ts';
import type { guest } from '#server/testing/personas.ts';
import type { Chance } from '../seed.ts';

export type Author = Awaited<ReturnType<typeof guest>>;

/** Every so many messages, a tenth of them is changed in some way. */
const atOnce = 100;
const changesAtOnce = 10;

interface Known {
  id: string;
  version: number;
  isDeleted: boolean;
  isReacted: boolean;
}

/** Appends exactly so many events to the author's conversation: messages, and what happens to new and old ones. */
export async function happen(app: AppContext, author: Author, { events, chance }: { events: number; chance: Chance }) {
  const known: Known[] = [];
  for (let left = events; left > 0;) {
    const messages = Math.min(left, left > atOnce ? atOnce - changesAtOnce : left);
    known.push(...(await write(app, author, messages)));
    left -= messages;
    for (let n = 0; n < changesAtOnce && left > 0; n++, left--) await change(app, author, { known, chance });
  }
  app.realtime.wake([`/kiloclaw/${author.sandboxId}/${author.conversationId}`]);
}

/** By the product's own function, many in one statement: each takes its own lock, number and event. */
async function write({ sql }: AppContext, author: Author, messages: number): Promise<Known[]> {
  const { conversationId, principal } = author;
  const rows = await sql<{ id: string }[]>`
    select message_id as id from unnest(${Array.from({ length: messages }, () => ulid())}::text[]) new_id, send_message(
      ${conversationId}, ${principal.userId}, new_id, null, ''::bytea,
      jsonb_build_array(jsonb_build_object('type', 'text', 'text', 'I am ' || new_id)), null)`;
  return rows.map(({ id }) => ({ id, version: 1, isDeleted: false, isReacted: false }));
}

async function change(app: AppContext, author: Author, { known, chance }: { known: Known[]; chance: Chance }) {
  const alive = known.filter((message) => !message.isDeleted);
  const message = must(alive[chance.below(alive.length)], 'a message that is not deleted');
  const { conversationId, principal } = author;
  const target = { conversationId, messageId: message.id };
  const kind = chance.below(5);
  if (kind === 0) {
    message.isDeleted = true;
    return deleteMessage(app, principal, target);
  }
  if (kind < 3) {
    const content = [{ type: 'text' as const, text: `other words ${message.version}` }];
    await edit(app, principal, { ...target, content, expectedVersion: message.version });
    message.version += 1;
    return null;
  }
  message.isReacted = !message.isReacted;
  const react = message.isReacted ? addReaction : removeReaction;
  return react(app, principal, { ...target, emoji: '👍' });
}
