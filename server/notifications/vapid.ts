import { generateKeyPairSync, createPrivateKey, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '../app-context.ts';
import { Fault } from '../errors.ts';
import { open, seal } from '../sealing.ts';

const purpose = 'instance:vapid_private';
/** The longest that a push service accepts is a day. */
const lifeMs = 12 * 3_600_000;

type Ground = Pick<AppContext, 'sql' | 'secrets'>;

/** What push services know this installation by. */
export interface Vapid {
  /** An uncompressed point of P-256, in base64url: what a browser subscribes with. */
  publicKey: string;
  privateKey: KeyObject;
}

/**
 * Made when it is first needed, once for the installation: a browser's subscription stands on this very key, so another one
 * would silence every device.
 */
export async function vapidOf(app: Ground): Promise<Vapid> {
  return (await find(app)) ?? (await make(app));
}

/** For browsers to subscribe with; null where they couldn't. */
export async function publicKeyOf(app: Ground & Pick<AppContext, 'publicUrl'>): Promise<{ publicKey: string | null }> {
  return { publicKey: isPushPossible(app) ? (await vapidOf(app)).publicKey : null };
}

/** RFC 8292: says to one push service who sends, and for how long that is so. */
export async function authorizationFor(
  app: Pick<AppContext, 'clock' | 'env' | 'publicUrl'>,
  { publicKey, privateKey }: Vapid,
  endpoint: string,
): Promise<string> {
  const token = await new SignJWT()
    .setProtectedHeader({ alg: 'ES256', typ: 'JWT' })
    .setAudience(new URL(endpoint).origin)
    .setExpirationTime(new Date(app.clock.now().getTime() + lifeMs))
    .setSubject(subjectOf(app))
    .sign(privateKey);
  return `vapid t=${token}, k=${publicKey}`;
}

/** Browsers subscribe on https pages and on this machine's own; on any other nothing could ever arrive. */
export function isPushPossible({ publicUrl }: Pick<AppContext, 'publicUrl'>): boolean {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === 'https:' || isThisMachine(hostname);
}

export function refuseWithoutPush(app: Pick<AppContext, 'publicUrl'>): void {
  if (isPushPossible(app)) return;
  throw new Fault('conflict', 'Browsers take pushes over https only, and this server is reached without.');
}

async function find({ sql, secrets }: Ground): Promise<Vapid | null> {
  const [row] = await sql<{ publicKey: string | null; sealed: string | null }[]>`
    select vapid_public as "publicKey", vapid_private as sealed from instance`;
  const { publicKey, sealed } = must(row, 'the installation');
  if (publicKey === null || sealed === null) return null;
  const der = Buffer.from(open(secrets.encryption, purpose, sealed), 'base64');
  return { publicKey, privateKey: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }) };
}

/** Two nodes at once: one writes, both read the same row. */
async function make(app: Ground): Promise<Vapid> {
  const made = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y } = made.publicKey.export({ format: 'jwk' });
  const point = ['04', hexOf(x), hexOf(y)].join('');
  const publicKey = Buffer.from(point, 'hex').toString('base64url');
  const der = made.privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64');
  await app.sql`
    update instance set vapid_public = ${publicKey}, vapid_private = ${seal(app.secrets.encryption, purpose, der)}
    where vapid_public is null`;
  return must(await find(app), 'the keys of this installation');
}

function hexOf(coordinate: string | undefined): string {
  return Buffer.from(must(coordinate, 'a coordinate'), 'base64url').toString('hex');
}

/** Whom a push service writes to when something of ours is wrong. Some refuse an address that is nobody's. */
function subjectOf({ env, publicUrl }: Pick<AppContext, 'env' | 'publicUrl'>): string {
  if (new URL(publicUrl).protocol === 'https:') return publicUrl;
  const [, address = env.mail?.from ?? 'claw-chat@localhost'] = /<([^>]+)>/.exec(env.mail?.from ?? '') ?? [];
  return `mailto:${address.trim()}`;
}

function isThisMachine(hostname: string): boolean {
  return hostname === '127.0.0.1' || hostname === '[::1]' || /(^|\.)localhost$/.test(hostname);
}
