import { Resolver, lookup } from 'node:dns/promises';

/** All addresses of a name; rejects when there is none. */
export type LookUp = (name: string, signal: AbortSignal) => Promise<string[]>;

/**
 * Straight from the name servers. The machine's own look-up would use one of the few threads that passwords and files need,
 * and whoever chose the name can have its servers answer as slowly as they like.
 */
export async function askNameServers(name: string, signal: AbortSignal, servers?: string[]): Promise<string[]> {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  if (servers !== undefined) resolver.setServers(servers);
  const cancel = () => resolver.cancel();
  signal.addEventListener('abort', cancel);
  try {
    const [v4, v6] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    const found = [v4, v6].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    if (found.length === 0 && v4.status === 'rejected') throw v4.reason;
    return found;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** As any program here would: what the operator named may stand in /etc/hosts, or be known to a container's network only. */
export async function askMachine(name: string): Promise<string[]> {
  const found = await lookup(name, { all: true });
  return found.map(({ address }) => address);
}
