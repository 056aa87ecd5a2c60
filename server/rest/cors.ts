import type { Env } from '../env.ts';
import { StartFailure } from '../start-failure.ts';
import type { Call } from './route.ts';

/** What a program on a developer's own machine is most often served from. */
const developmentOrigin = 'http://localhost:3000';
/** Two hours is the longest that Chromium remembers. */
const rememberSeconds = 7_200;

/** The origins whose pages may call `/v1`, named one by one. */
export function corsOrigins({ corsOrigins: named, mode }: Pick<Env, 'corsOrigins' | 'mode'>): Set<string> {
  return new Set([...named.map(asOrigin), ...(mode === 'development' ? [developmentOrigin] : [])]);
}

function asOrigin(entry: string): string {
  const url = URL.parse(entry);
  if (url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/') return url.origin;
  throw new StartFailure('bad_configuration', `CORS_ORIGINS: ${entry} is no origin, as in https://tools.example.org.`);
}

/**
 * Other origins bring a bearer token or nothing: credentials are never allowed, so a cookie doesn't come along. Returns
 * true when that was the whole question, a preflight.
 */
export function answerCors({ req, res, method }: Call, allowed: Set<string>): boolean {
  const { origin } = req.headers;
  if (allowed.size > 0) res.appendHeader('vary', 'Origin');
  if (origin === undefined || !allowed.has(origin)) return false;
  res.setHeader('access-control-allow-origin', origin);
  res.setHeader('access-control-expose-headers', 'x-request-id, retry-after');
  if (method !== 'OPTIONS' || req.headers['access-control-request-method'] === undefined) return false;
  res.writeHead(204, {
    'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
    'access-control-allow-headers': 'authorization, content-type, x-kilo-sandbox-id',
    'access-control-max-age': String(rememberSeconds),
  });
  res.end();
  return true;
}
