import type { Call } from './route.ts';

/** What stands behind the word Bearer, be it nothing. */
export function bearerOf({ req }: Pick<Call, 'req'>): string | null {
  const [scheme = '', token = ''] = (req.headers.authorization ?? '').split(' ', 2);
  return scheme.toLowerCase() === 'bearer' ? token : null;
}
