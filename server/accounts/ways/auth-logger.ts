import type { LoggerInstance } from 'next-auth';
import type { Logger } from '#server/log.ts';

/**
 * What next-auth has to say. Its own log prints whole profiles, and the words of a provider, which may quote a code or a
 * token: of a failure the kind and our side's sentence are kept.
 */
export function authLogger(log: Logger): LoggerInstance {
  return {
    error: (code, about) => log.warn({ code, why: reasonOf(about) }, 'A sign-in by a provider failed.'),
    warn: (code) => log.debug({ code }, 'next-auth warns.'),
    debug: () => undefined,
  };
}

function reasonOf(about: unknown): string {
  const error = about instanceof Object && 'error' in about ? about.error : about;
  if (!(error instanceof Error)) return '';
  // What a provider adds stands in parentheses; states, nonces, codes and tokens are longer than any word.
  const [words = ''] = error.message.split(' (', 1);
  return words.replaceAll(/[\w.~+/=-]{20,}/g, '…').slice(0, 200);
}
