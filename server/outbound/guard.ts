import { isIP } from 'node:net';
import { StartFailure } from '../start-failure.ts';
import { askMachine, askNameServers, type LookUp } from './look-up.ts';

/** Who may be spoken to when somebody else chose the address. */
export interface OutboundGuard {
  /** The operator vouches for this host: it may be anywhere, and be spoken to without TLS. */
  allows(host: string, port: number): boolean;
  /** Names that anybody may have chosen. */
  lookUp: LookUp;
  /** Names that the operator chose. */
  lookUpAllowed: LookUp;
  /** Trusted besides the authorities that this machine trusts. */
  authority: string | null;
}

interface GuardOptions {
  lookUp?: LookUp;
  lookUpAllowed?: LookUp;
  authority?: string;
}

interface AllowedHost {
  host: string;
  port: number | null;
}

/** `allowedHosts` as in OUTBOUND_ALLOWED_HOSTS: a host stands for all its ports, host:port for one. */
export function createOutboundGuard(allowedHosts: string[], options: GuardOptions = {}): OutboundGuard {
  const allowed = allowedHosts.map(demandAllowedHost);
  return guardOf(() => allowed, options);
}

/** For hosts that may change while we run. What can't be read was refused where it was set. */
export function createChangingGuard(current: () => string[]): OutboundGuard {
  let known: { hosts: string[]; allowed: AllowedHost[] } = { hosts: [], allowed: [] };
  return guardOf(() => {
    const hosts = current();
    if (hosts !== known.hosts) known = { hosts, allowed: hosts.map(readAllowedHost).filter((entry) => entry !== null) };
    return known.allowed;
  }, {});
}

export function isAllowedHost(entry: string): boolean {
  return readAllowedHost(entry) !== null;
}

/** For an environment that is wrong: the start says so. */
export function demandAllowedHost(entry: string): AllowedHost {
  const read = readAllowedHost(entry);
  if (read !== null) return read;
  throw new StartFailure(
    'bad_configuration',
    `OUTBOUND_ALLOWED_HOSTS: ${entry} is neither a host, as in hooks.home.arpa, nor a host with its port, as in 192.168.1.5:8080.`,
  );
}

function guardOf(allowed: () => AllowedHost[], options: GuardOptions): OutboundGuard {
  return {
    allows: (host, port) => allowed().some((entry) => entry.host === host && (entry.port ?? port) === port),
    lookUp: options.lookUp ?? askNameServers,
    lookUpAllowed: options.lookUpAllowed ?? askMachine,
    authority: options.authority ?? null,
  };
}

/** A URL's way of writing a host, which is how we compare them: lower case, no brackets, no dot at the end. */
export function plainHost(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
}

function readAllowedHost(entry: string): AllowedHost | null {
  const [, typed = '', port = null] = /^(\[[^\]]+\]|[^:[\]]+)(?::(\d{1,5}))?$/.exec(entry) ?? [];
  const url = isIP(entry) === 6 ? `http://[${entry}]` : `http://${typed}`;
  const hostname = URL.canParse(url) ? new URL(url).hostname : '';
  // A path or credentials would be dropped quietly here.
  if (hostname === '' || /[/?#@*\\\s]/.test(entry) || Number(port) > 65_535) return null;
  return { host: plainHost(hostname), port: port === null ? null : Number(port) };
}
