import type { Call } from './route.ts';

/** Below the shortest idle timeout of the proxies that people put in front, and soon enough to notice a dead line. */
const pingEveryMs = 15_000;

/** Begins an answer that stays open, and keeps it alive until it ends. */
export function beginServerSentEvents({ res, requestId }: Call): void {
  res.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // Or a proxy keeps events until its buffer is full.
    'x-accel-buffering': 'no',
    'x-request-id': requestId,
    // A connection that carried a stream is not used again, so that stopping need not wait for it.
    connection: 'close',
  });
  res.write(': here\n\n');
  const ping = setInterval(() => res.write(': ping\n\n'), pingEveryMs);
  res.on('close', () => clearInterval(ping));
}
