import type { BotPrincipal } from '#lib/contract/principals.ts';
import { principalOfKey } from '../bots/keys.ts';
import { Fault, notFound } from '../errors.ts';
import { notSignedIn } from '../trpc/procedures.ts';
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
      call.params = paramsOf(found.pattern, segments);
      return run(found.route, call);
    },
  };
}

async function run(route: Route, call: Call): Promise<Reply | typeof streamed> {
  switch (route.access) {
    case 'public':
      return route.handle(call);
    case 'user': {
      const user = await call.user();
      if (user === null) throw notSignedIn();
      return route.handle(call, user);
    }
    case 'bot':
      return route.handle(call, await botOf(call));
  }
}

/** The bot of a request below `/bot/v1/sandboxes/:sandboxId`. A key of another sandbox learns nothing about this one. */
async function botOf(call: Call): Promise<BotPrincipal> {
  const [, key] = /^Bearer (\S+)$/.exec(call.req.headers.authorization ?? '') ?? [];
  const bot = key === undefined ? null : await principalOfKey(call.app, key);
  if (bot === null) throw new Fault('not_signed_in', 'Send a key of this sandbox as a bearer token.');
  if (call.params['sandboxId'] !== bot.sandboxId) throw notFound();
  return bot;
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
