import { WebSocket } from 'ws';
import { subprotocol } from '#lib/protocol/version.ts';
import { routes } from '#server/rest/table.ts';
import type { Route } from '#server/rest/route.ts';
import { appRouter } from '#server/trpc/root.ts';
import { ask, type Answer } from './ask.ts';

/** A way into the server: a procedure, a route, or a path that the front door answers itself. */
export interface Door {
  name: string;
  kind: 'query' | 'mutation' | 'route' | 'socket';
  method: string;
  path: string;
  access: Route['access'] | null;
  /** What it takes, where that isn't what all take. */
  bytesMax?: number | undefined;
}

/** All there are, read from the very tables that answer. */
export function allDoors(): Door[] {
  const procedures = Object.entries<object>(appRouter._def.procedures).map(([name, procedure]): Door => {
    const { type: kind } = (procedure as { _def: { type: 'query' | 'mutation' } })._def;
    return { name, kind, method: kind === 'query' ? 'GET' : 'POST', path: `/api/trpc/${name}`, access: null };
  });
  const own = routes.map(({ method, path, access, bytesMax }) => ({ ...route(method, path, access), bytesMax }));
  const upgrade: Door = { name: 'UPGRADE /connect', kind: 'socket', method: 'GET', path: '/connect', access: null };
  return [...procedures, ...own, route('GET', '/health'), route('GET', '/health/live'), upgrade];
}

function route(method: string, path: string, access: Route['access'] | null = null): Door {
  return { name: `${method} ${path}`, kind: 'route', method, path, access };
}

export function isMutating({ method }: Door): boolean {
  return method !== 'GET';
}

/** Knocks with an input that also fills the path's `:names`, and the query where there is no body that everybody sends. */
export function knock(
  base: string,
  { kind, method, path }: Door,
  { headers, input = {} }: { headers: Record<string, string>; input?: Record<string, unknown> | undefined },
): Promise<Answer> {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(input[name])));
  if (kind === 'socket') return openSocket(base, headers);
  if (kind === 'query') {
    return ask('GET', `${base}${filled}?input=${encodeURIComponent(JSON.stringify(input))}`, { headers });
  }
  const query = method === 'GET' || method === 'DELETE' ? `?${queryOf(input)}` : '';
  return ask(method, base + filled + query, { headers, ...(query === '' ? { body: input } : {}) });
}

function queryOf(input: Record<string, unknown>): URLSearchParams {
  return new URLSearchParams(Object.entries(input).map(([name, value]) => [name, String(value)]));
}

/** With a ticket if one is to be had, else with one that was made up. */
async function openSocket(base: string, headers: Record<string, string>): Promise<Answer> {
  const minted = await ask('POST', `${base}/connect-ticket`, { headers, body: {} });
  const ticket = (minted.body as { ticket?: string }).ticket ?? 'A'.repeat(43);
  const socket = new WebSocket(`${base.replace('http', 'ws')}/connect?ticket=${ticket}`, [subprotocol]);
  const status = await new Promise<number>((resolve) => {
    socket.once('open', () => resolve(101));
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', () => undefined);
  });
  socket.terminate();
  return { ...minted, status: status === 101 ? 200 : status, code: status === 401 ? 'not_signed_in' : null, text: '' };
}
