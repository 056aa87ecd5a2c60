import { setTimeout as sleep } from 'node:timers/promises';
import type { AppContext } from '#server/app-context.ts';
import { rename } from '#server/chat/conversations/rename.ts';
import { send } from '#server/chat/messages/send.ts';
import { markRead } from '#server/chat/read-state.ts';
import type { Chance } from '../seed.ts';
import { pathsOf, type Scenery } from './stage.ts';

const pauseMaxMs = 12;

export interface Writers {
  /** Writes for a while, as the chance has it. */
  write(chance: Chance): Promise<void>;
  /** One more event in each context: whoever has it has heard the end. */
  finish(): Promise<void>;
  /** The log of the shared conversation forgets what it has. */
  forget(): Promise<void>;
}

export function writersOf(app: AppContext, scenery: Scenery): Writers {
  const { maria, jonas, shared, foreign } = scenery;
  let words = 0;
  const say = (person: typeof maria, conversationId: string) =>
    send(app, person.principal, { conversationId, content: [{ type: 'text', text: `word ${++words}` }] });
  const call = (conversationId: string) => rename(app, jonas.principal, { conversationId, title: `title ${++words}` });
  const read = async (person: typeof maria) => {
    const { messageId } = await say(person, shared);
    await markRead(app, person.principal, { conversationId: shared, lastSeenMessageId: messageId });
  };
  const actions = [
    () => say(maria, shared),
    () => say(jonas, shared),
    () => say(jonas, shared),
    () => say(jonas, foreign),
    () => call(shared),
    () => call(foreign),
    () => read(maria),
    () => read(jonas),
  ] as const;
  return {
    async write(chance) {
      for (let left = 6 + chance.below(8); left > 0; left -= 1) {
        await sleep(chance.below(pauseMaxMs));
        await chance.one<() => Promise<unknown>>(actions)();
      }
    },
    async finish() {
      await Promise.all([say(jonas, foreign), call(foreign)]);
      // Last, so that whoever sees only this of the sandbox has been moved past the one above.
      await Promise.all([call(shared), read(maria), read(jonas)]);
    },
    async forget() {
      const { shared: context } = pathsOf(scenery);
      await app.sql`
        delete from events where context = ${context} and seq <= (select seq from conversations where id = ${shared})`;
    },
  };
}
