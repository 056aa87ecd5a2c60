import { isIP } from 'node:net';
import { whyClosed } from './address.ts';
import { plainHost, type OutboundGuard } from './guard.ts';

/** Longer ones are nobody's, and every request repeats them. */
const urlMax = 2_048;
/** Names that mean something near us, and nobody on the internet. */
const localName = /(^|\.)(localhost|localdomain|local|internal|home\.arpa)$/;

export interface Target {
  url: URL;
  /** Without brackets and without a dot at its end. */
  host: string;
  port: number;
  isSecure: boolean;
  isAllowed: boolean;
}

export interface Refusal {
  code: 'bad_url' | 'not_https' | 'closed_address';
  /** For the person who typed the address. */
  sentence: string;
}

/** What a URL says by itself. An address that is written in an odd way is by now what it stands for. */
export function readTarget(guard: OutboundGuard, text: string): Target | Refusal {
  if (text.length > urlMax) return bad(`That address is longer than ${urlMax} characters.`);
  if (!URL.canParse(text)) return bad('That is no address, as in https://bot.example.org/hook.');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return bad('The address must begin with https://.');
  if (url.username !== '' || url.password !== '') return bad('The address must not hold a name or a password.');
  const isSecure = url.protocol === 'https:';
  const port = url.port === '' ? (isSecure ? 443 : 80) : Number(url.port);
  if (port === 0) return bad('There is no port 0.');

  const host = plainHost(url.hostname);
  const isAllowed = guard.allows(host, port);
  if (!isAllowed && isLocal(host)) return closed(host, 'a name of this network');
  if (!isAllowed && !isSecure) {
    return { code: 'not_https', sentence: 'The address must begin with https://: anybody on the way could read it.' };
  }
  return { url, host, port, isSecure, isAllowed };
}

/** Where the target is, asked once: whoever connects goes to these addresses. Rejects when its name has none. */
export async function placesOf(guard: OutboundGuard, target: Target, signal: AbortSignal): Promise<string[] | Refusal> {
  const { host, isAllowed } = target;
  const lookUp = isAllowed ? guard.lookUpAllowed : guard.lookUp;
  const places = isIP(host) === 0 ? await orStopped(lookUp(host, signal), signal) : [host];
  if (places.length === 0) throw Object.assign(new Error(`${host} has no address`), { code: 'ENOTFOUND' });
  if (isAllowed) return places;
  // One closed address among open ones is refused as well: it is how a name is made to slip through.
  const why = places.map(whyClosed).find((kind) => kind !== null);
  return why === undefined ? places : closed(host, `${/^[aeiou]/.test(why) ? 'an' : 'a'} ${why} address`);
}

export function isRefusal(value: object): value is Refusal {
  return 'sentence' in value;
}

/** A name without a dot is found only by whoever is near. */
function isLocal(host: string): boolean {
  return isIP(host) === 0 && (!host.includes('.') || localName.test(host));
}

function bad(sentence: string): Refusal {
  return { code: 'bad_url', sentence };
}

function closed(host: string, what: string): Refusal {
  const sentence = `${host} is ${what}, which this server doesn’t call. Its operator can allow it in OUTBOUND_ALLOWED_HOSTS.`;
  return { code: 'closed_address', sentence };
}

/** A look-up that can't be stopped is left to itself. */
function orStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(signal.reason as Error);
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop);
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', stop));
}
