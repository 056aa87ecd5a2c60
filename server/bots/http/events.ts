import type { Delivery } from '#lib/contract/bots.ts';
import type { BotPrincipal } from '#lib/contract/principals.ts';
import { drained } from '#server/drained.ts';
import { streamed, type Call, type Route } from '#server/rest/route.ts';
import { beginServerSentEvents } from '#server/rest/server-sent-events.ts';
import { streamDeliveries, type Sink } from '../stream.ts';

export const eventRoutes: Route[] = [
  {
    method: 'GET',
    path: '/bot/v1/sandboxes/:sandboxId/events',
    api: { says: 'What is meant for the agent, as Server-Sent Events.', output: 'events' },
    access: 'bot',
    handle: stream,
  },
];

/** Server-Sent Events. `Last-Event-ID` is not asked for: what counts is what was acknowledged, and that we know. */
async function stream(call: Call, principal: BotPrincipal): Promise<typeof streamed> {
  const { res } = call;
  const gone = new AbortController();
  res.on('close', () => gone.abort());
  const reason = await streamDeliveries(call.app, principal, { sink: sinkOf(call), gone: gone.signal });
  if (reason !== 'gone') res.write(`event: stream.ended\ndata: ${JSON.stringify({ reason })}\n\n`);
  res.end();
  return streamed;
}

function sinkOf(call: Call): Sink {
  const { res } = call;
  return {
    open: () => beginServerSentEvents(call),
    deliver: async (delivery: Delivery) => {
      if (res.destroyed) return;
      res.write(`id: ${delivery.id}\nevent: ${delivery.type}\ndata: ${JSON.stringify(delivery)}\n\n`);
      await drained(res);
    },
  };
}
