import { Fault } from '../errors.ts';
import { refuseAnnounced, refuseUnstorable } from './body.ts';
import { botOfPath, callerOf, pageOf, sessionOf, userOf } from './caller.ts';
import type { Call, Reply, Route, streamed } from './route.ts';

export interface Router {
  /** Answers the call, or returns null when no route has this path. */
  answer(call: Call): Promise<Reply | typeof streamed> | null;
}

export function createRouter(routes: Route[]): Router {
  const compiled = routes.map((route) => ({ route, pattern: route.path.split('/') }));
  return {
    answer(call) {
      const segments = call.url.pathname.split('/');
      const matching = compiled.filter(({ pattern }) => matches(pattern, segments));
      if (matching.length === 0) return null;
      const found = matching.find(({ route }) => route.method === call.method);
      if (found === undefined) throw new Fault('method_not_allowed', `${call.method} isn't possible here.`);
      refuseAnnounced(call.req, found.route.bytesMax);
      refuseUnstorable(Object.fromEntries(call.url.searchParams));
      call.params = paramsOf(found.pattern, segments);
      return run(found.route, call);
    },
  };
}

async function run(route: Route, call: Call): Promise<Reply | typeof streamed> {
  switch (route.access) {
    case 'public':
      return route.handle(call);
    case 'cookie':
      return route.handle(call, await pageOf(call));
    case 'session':
      return route.handle(call, await sessionOf(call));
    case 'user':
      return route.handle(call, await userOf(call));
    case 'participant':
      return route.handle(call, (await callerOf(call)).principal);
    case 'bot':
      return route.handle(call, await botOfPath(call));
  }
}

function matches(pattern: string[], segments: string[]): boolean {
  return (
    pattern.length === segments.length && pattern.every((part, at) => part.startsWith(':') || part === segments[at])
  );
}

function paramsOf(pattern: string[], segments: string[]): Record<string, string> {
  const named = pattern.map((part, at) => [part, segments[at] ?? ''] as const).filter(([part]) => part.startsWith(':'));
  return Object.fromEntries(named.map(([part, value]) => [part.slice(1), value]));
}
