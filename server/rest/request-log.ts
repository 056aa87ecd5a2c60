import type { Call } from './route.ts';

/** One line a request: never its query, its headers or its body. Failures of ours at a level that is on, the rest not. */
export function logAnswer(call: Call): void {
  const began = performance.now();
  const { res, method, log } = call;
  res.once('close', () => {
    const line = {
      method,
      path: withoutSecrets(call.url.pathname),
      status: res.writableFinished ? res.statusCode : 'cut off',
      ms: Math.round(performance.now() - began),
      caller: call.caller,
    };
    if (res.statusCode >= 500) log.info(line, 'answered');
    else log.debug(line, 'answered');
  });
}

/** Ids of ours have 26 characters. What is as long as a token may be one that somebody put into a path. */
function withoutSecrets(path: string): string {
  return path.replaceAll(/[^/]{40,}/g, '…');
}
