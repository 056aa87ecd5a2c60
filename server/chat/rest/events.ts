import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import type { BotPrincipal, UserPrincipal } from '#lib/contract/principals.ts';
import { drained } from '#server/drained.ts';
import { parseInput } from '#server/errors.ts';
import type { Pipe } from '#server/realtime/event-stream.ts';
import { conversationIdOf, queryOf } from '#server/rest/asked.ts';
import { streamed, type Call, type Route } from '#server/rest/route.ts';
import { beginServerSentEvents } from '#server/rest/server-sent-events.ts';
import { accessConversation } from '../access.ts';

/** A position that can't be is answered with a resync, as on a socket; only what is no number at all is refused. */
const wholeNumber = z
  .string()
  .regex(/^-?\d{1,15}$/, 'must be a whole number')
  .transform(Number);
const resumeSchema = z.object({ after: wholeNumber.optional(), epoch: wholeNumber.optional() });

export const conversationEventRoutes: Route[] = [
  {
    method: 'GET',
    path: '/v1/conversations/:conversationId/events',
    api: {
      says: 'What happens in a conversation, as Server-Sent Events, from a position on.',
      input: resumeSchema,
      output: 'events',
    },
    access: 'participant',
    handle: stream,
  },
];

/** What the browser's own reconnect sends wins over the address, which stays what it was when it was first opened. */
async function stream(call: Call, principal: UserPrincipal | BotPrincipal): Promise<typeof streamed> {
  const { app, req, res } = call;
  const lastEventId = req.headers['last-event-id'];
  const query = queryOf(call);
  const { after, epoch } = parseInput(
    resumeSchema,
    lastEventId === undefined ? query : { ...query, after: lastEventId },
  );
  const { id, sandboxId } = await accessConversation(app, principal, conversationIdOf(call));
  app.realtime.refuseStreamIfFull(principal);
  const gone = new AbortController();
  res.on('close', () => gone.abort());
  beginServerSentEvents(call);
  app.realtime.stream({
    principal,
    ref: { kind: 'conversation', sandboxId, conversationId: id },
    asked: after === undefined ? null : { after, epoch },
    pipe: pipeOf(res),
    gone: gone.signal,
  });
  return streamed;
}

function pipeOf(res: ServerResponse): Pipe {
  return {
    write: (text) => void res.write(text),
    bytesWaiting: () => res.writableLength,
    isCongested: () => res.writableNeedDrain,
    drained: () => drained(res),
    end: () => void res.end(),
    destroy: () => void res.destroy(),
  };
}
