import type { IncomingHttpHeaders } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { StartFailure } from '../start-failure.ts';

/** What of a request tells where it came from. */
export interface Arrival {
  headers: IncomingHttpHeaders;
  socket: { remoteAddress?: string | undefined };
}

/** Proxies whose X-Forwarded-For is believed: addresses or networks (10.0.0.0/8). */
export function trustedList(entries: string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/');
    const family = isIP(address);
    if (family === 0) throw new StartFailure('bad_configuration', `TRUSTED_PROXIES: ${entry} is no address.`);
    const kind = family === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, kind);
    else list.addSubnet(address, Number(bits), kind);
  }
  return list;
}

/** Walks the chain from our side: the first address that no trusted proxy vouches away is the caller's. */
export function clientAddress(req: Arrival, trusted: BlockList): string {
  const forwarded = String(req.headers['x-forwarded-for'] ?? '').split(',');
  const chain = [...forwarded.map((entry) => entry.trim()).filter(Boolean), plain(req.socket.remoteAddress ?? '')];
  for (let at = chain.length - 1; at > 0; at--) {
    const address = plain(chain[at] ?? '');
    if (!isTrusted(address, trusted)) return address;
  }
  return plain(chain[0] ?? '');
}

/** On this machine and not by way of a proxy: a forwarding header that nobody vouches for makes a caller a stranger. */
export function isLocalCaller(req: Arrival, address: string): boolean {
  const forwarded = req.headers['x-forwarded-for'] ?? req.headers['forwarded'] ?? req.headers['x-real-ip'];
  return forwarded === undefined && (address === '::1' || address.startsWith('127.'));
}

function isTrusted(address: string, trusted: BlockList): boolean {
  const family = isIP(address);
  return family !== 0 && trusted.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** An IPv4 caller of a dual-stack socket arrives as ::ffff:a.b.c.d. */
function plain(address: string): string {
  return address.startsWith('::ffff:') ? address.slice(7) : address;
}
