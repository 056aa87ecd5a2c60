import type { AppContext } from '#server/app-context.ts';
import { endStream } from './end.ts';

/** An agent that is still at it says so every five seconds, with text or without: several of these may be lost. */
const silentMaxMs = 28_000;
/** For a last word of an agent that was asked to stop. */
const stopMaxMs = 10_000;
/** With the silence before it, half a minute at most. The look is into an index of nothing but open streams. */
const everyMs = 2_000;
const atOnceMax = 100;

/**
 * Ends the streams of agents that have gone, or that won't stop, as interrupted. Every node looks: of two that find the same
 * one the second comes to a message that isn't open any more.
 */
export function watchStreams(app: AppContext): AsyncDisposable {
  let looking: Promise<unknown> | null = null;
  const timer = setInterval(() => {
    looking ??= interruptStreams(app)
      .catch((error: unknown) => app.log.warn({ err: error }, 'open messages could not be read'))
      .finally(() => (looking = null));
  }, everyMs);
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}

export async function interruptStreams(app: AppContext): Promise<void> {
  const now = app.clock.now().getTime();
  const silentBefore = new Date(now - silentMaxMs);
  const stoppedBefore = new Date(now - stopMaxMs);
  const due = await app.sql<{ conversationId: string; messageId: string }[]>`
    select m.conversation_id as "conversationId", m.id as "messageId" from messages m
    where m.stream = 'open' and (is_silent_since(m, ${silentBefore}) or m.stop_requested_at < ${stoppedBefore})
    order by m.appended_at limit ${atOnceMax}`;
  await Promise.all(
    due.map((message) =>
      // One that can't be ended now doesn't keep the others open; it is looked at again.
      endStream(app, { ...message, senderId: null, added: [], silentBefore, stoppedBefore }).catch((error: unknown) =>
        app.log.error({ err: error, ...message }, 'a message that nobody writes could not be ended'),
      ),
    ),
  );
}
