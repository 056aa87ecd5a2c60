import { createHash, timingSafeEqual } from 'node:crypto';
import { notFound } from '../errors.ts';
import { bearerOf } from '../rest/bearer.ts';
import { streamed, type Call, type Route } from '../rest/route.ts';

export const metricsRoutes: Route[] = [
  {
    method: 'GET',
    path: '/metrics',
    api: { says: 'What there is to measure, for Prometheus.', output: 'text' },
    access: 'public',
    handle: async (call) => {
      if (!mayLook(call)) throw notFound();
      const { contentType, text } = call.app.metrics;
      call.res.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' });
      call.res.end(await text());
      return streamed;
    },
  },
];

/** From this machine, or with the token. Everybody else learns not even that it is there. */
function mayLook(call: Call): boolean {
  const { metricsToken } = call.app.env;
  const token = bearerOf(call);
  if (metricsToken === null || token === null) return call.visitor.isLocal;
  return timingSafeEqual(sha256(token), sha256(metricsToken));
}

function sha256(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
