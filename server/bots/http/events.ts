import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Delivery } from '#lib/contract/bots.ts';
import type { BotPrincipal } from '#lib/contract/principals.ts';
import { streamed, type Call, type Route } from '#server/rest/route.ts';
import { streamDeliveries, type Sink } from '../stream.ts';

/** Below the shortest idle timeout of the proxies that people put in front, and soon enough to notice a dead line. */
const pingEveryMs = 15_000;

export const eventRoutes: Route[] = [
  {
    method: 'GET',
    path: '/bot/v1/sandboxes/:sandboxId/events',
    access: 'bot',
    handle: stream,
  },
];

/** Server-Sent Events. `Last-Event-ID` is not asked for: what counts is what was acknowledged, and that we know. */
async function stream(call: Call, principal: BotPrincipal): Promise<typeof streamed> {
  const { res } = call;
  const gone = new AbortController();
  res.on('close', () => gone.abort());
  const ping = setInterval(() => {
    if (res.headersSent) res.write(': ping\n\n');
  }, pingEveryMs);
  try {
    const reason = await streamDeliveries(call.app, principal, { sink: sinkOf(call), gone: gone.signal });
    if (reason !== 'gone') res.write(`event: stream.ended\ndata: ${JSON.stringify({ reason })}\n\n`);
    res.end();
  } finally {
    clearInterval(ping);
  }
  return streamed;
}

function sinkOf({ res, requestId }: Call): Sink {
  return {
    open: () => {
      res.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        // Or a proxy keeps deliveries until its buffer is full.
        'x-accel-buffering': 'no',
        'x-request-id': requestId,
        // A connection that carried a stream is not used again, so that stopping need not wait for it.
        connection: 'close',
      });
      res.write(': here\n\n');
    },
    deliver: (delivery) => write(res, delivery),
  };
}

async function write(res: ServerResponse, delivery: Delivery): Promise<void> {
  if (res.destroyed) return;
  const frame = `id: ${delivery.id}\nevent: ${delivery.type}\ndata: ${JSON.stringify(delivery)}\n\n`;
  if (res.write(frame)) return;
  const settled = new AbortController();
  const { signal } = settled;
  await Promise.race([once(res, 'drain', { signal }), once(res, 'close', { signal })]);
  // Takes the other listener away: a slow reader would collect one with every stall.
  settled.abort();
}
