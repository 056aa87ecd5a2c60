import { connect as overTcp, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as overTls } from 'node:tls';
import type { OutboundGuard } from './guard.ts';
import type { Target } from './target.ts';

/** A connection of its own to one of the places that were checked, ready to be written to. Nothing of ours is on it yet. */
export function connectTo(
  guard: OutboundGuard,
  target: Target,
  places: string[],
  signal: AbortSignal,
): Promise<Socket> {
  const { host, port, isSecure } = target;
  const address = { host, port, lookup: pinnedTo(places) };
  const socket = isSecure ? overTls({ ...address, ...identity(guard, host) }) : overTcp(address);
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const stop = () => socket.destroy(new Error('stopped', { cause: signal.reason }));
  signal.addEventListener('abort', stop);
  socket.once(isSecure ? 'secureConnect' : 'connect', () => resolve(socket));
  // Kept on: an error that nobody listens for would end the process.
  socket.on('error', reject);
  socket.once('close', () => {
    signal.removeEventListener('abort', stop);
    reject(new Error('closed before it was open'));
  });
  if (signal.aborted) stop();
  return promise;
}

/** The certificate must be the name's, wherever the name was found. An address has no name to ask for. */
function identity(guard: OutboundGuard, host: string) {
  const trust = guard.authority === null ? {} : { ca: guard.authority };
  return isIP(host) === 0 ? { servername: host, ...trust } : trust;
}

/** The name isn't asked for again: between two questions its owner could have given another answer. */
function pinnedTo(places: string[]): LookupFunction {
  const all = places.map((address) => ({ address, family: isIP(address) }));
  return (_name, options, done) => {
    if (options.all === true) done(null, all);
    else done(null, all[0]?.address ?? '', all[0]?.family);
  };
}
