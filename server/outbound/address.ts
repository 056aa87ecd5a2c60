import { BlockList, isIP } from 'node:net';

/** Ranges that aren't on the internet, or that stand for somebody who isn't: by the registries of special addresses. */
const closedIPv4 = {
  unspecified: ['0.0.0.0/8'],
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'],
  loopback: ['127.0.0.0/8'],
  'link-local': ['169.254.0.0/16'],
  // Where a cloud's machines ask about themselves, at an address that looks like any other.
  metadata: ['168.63.129.16/32'],
  reserved: ['192.0.0.0/24', '192.88.99.0/24', '198.18.0.0/15', '240.0.0.0/4'],
  documentation: ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24'],
  multicast: ['224.0.0.0/4'],
};

/** Of IPv6 only 2000::/3 is given out; what is closed within it stands here, and all the rest is closed. */
const closedIPv6 = {
  // Teredo, benchmarking, ORCHID; 6to4. Each may hold an IPv4 address, and nobody serves anything there.
  reserved: ['2001::/23', '2002::/16'],
  documentation: ['2001:db8::/32', '3fff::/20'],
};

const ipv4 = Object.entries(closedIPv4).map(([kind, ranges]) => ({ kind, list: listOf(ranges, 'ipv4') }));
const ipv6 = Object.entries(closedIPv6).map(([kind, ranges]) => ({ kind, list: listOf(ranges, 'ipv6') }));
const givenOut = listOf(['2000::/3'], 'ipv6');
/** An IPv4 address in IPv6 words: as this machine writes it, and as a network without IPv4 reaches it. */
const translated = listOf(['::ffff:0:0/96', '64:ff9b::/96'], 'ipv6');

/** Why nothing of ours goes to this address; null when it is somebody's on the internet. */
export function whyClosed(address: string): string | null {
  if (isIP(address) === 4) return ipv4.find(({ list }) => list.check(address))?.kind ?? null;
  if (isIP(address) !== 6 || address.includes('%')) return 'unknown';
  if (translated.check(address, 'ipv6')) return whyClosed(lastFour(address));
  if (!givenOut.check(address, 'ipv6')) return 'private';
  return ipv6.find(({ list }) => list.check(address, 'ipv6'))?.kind ?? null;
}

/** The IPv4 address in the last 32 bits. */
function lastFour(address: string): string {
  // A URL writes every form of an address in one way: groups of hexadecimal digits.
  const groups = new URL(`http://[${address}]`).hostname.slice(1, -1).split(':').slice(-2);
  const bits = groups.map((group) => Number.parseInt(group || '0', 16));
  return bits.flatMap((group) => [group >> 8, group & 255]).join('.');
}

function listOf(ranges: string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', bits] = range.split('/');
    list.addSubnet(network, Number(bits), family);
  }
  return list;
}
