import { sql as query } from 'drizzle-orm';
import { ulid } from 'ulid';
import type { AddTargetInput, PushTarget } from '#lib/contract/notifications.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '../app-context.ts';
import type { Transaction } from '../db/transaction.ts';
import { Fault, notFound } from '../errors.ts';
import { checkOutboundUrl } from '../outbound/check-url.ts';
import { isLive } from './live-devices.ts';
import { areKeys, sealKeys } from './transports/encryption.ts';
import { refuseWithoutPush } from './vapid.ts';

/** More than anybody has; each costs a request with everything that somebody is told. */
const devicesMax = 20;

interface Row extends Omit<PushTarget, 'isThis'> {
  sessionId: string | null;
}

type Whose = Pick<UserPrincipal, 'userId' | 'sessionId'>;

const columns = `t.id, t.kind, t.name, t.session_id as "sessionId",
  (extract(epoch from t.created_at) * 1000)::bigint as "createdAt", (extract(epoch from t.used_at) * 1000)::bigint as "usedAt"`;

/** What is told something when nobody looks, the oldest first. */
export async function listDevices(app: AppContext, principal: Whose): Promise<{ targets: PushTarget[] }> {
  const { sql, clock } = app;
  const rows = await sql<Row[]>`
    select ${sql.unsafe(columns)} from push_targets t
    where t.user_id = ${principal.userId} and ${isLive(sql, clock.now())} order by t.created_at, t.id`;
  return { targets: rows.map((row) => present(row, principal)) };
}

/** A device that says itself once more is the same one. Whoever signed in there before is told nothing there any more. */
export async function addDevice(app: AppContext, principal: UserPrincipal, input: AddTargetInput): Promise<PushTarget> {
  const place = input.kind === 'web' ? await browserOf(app, input.subscription) : { address: input.token, keys: null };
  const device = { ...place, kind: input.kind, name: input.name };
  const row = await app.transaction((tx) => insert(app, tx, principal, device));
  return present(row, principal);
}

export async function renameDevice(
  app: AppContext,
  principal: UserPrincipal,
  { targetId, name }: { targetId: string; name: string },
): Promise<PushTarget> {
  const { sql, clock } = app;
  const [row] = await sql<Row[]>`
    update push_targets t set name = ${name}
    where t.id = ${targetId} and t.user_id = ${principal.userId} and ${isLive(sql, clock.now())}
    returning ${sql.unsafe(columns)}`;
  if (row === undefined) throw notFound();
  return present(row, principal);
}

export async function removeDevice(
  app: AppContext,
  { userId }: Pick<Whose, 'userId'>,
  id: string,
): Promise<{ ok: true }> {
  const removed = await app.sql`delete from push_targets where id = ${id} and user_id = ${userId}`;
  if (removed.count === 0) throw notFound();
  return { ok: true };
}

/** What a browser says of itself is what anybody may have made up: the address is called later, the keys encrypt. */
async function browserOf(app: AppContext, { endpoint, keys }: (AddTargetInput & { kind: 'web' })['subscription']) {
  refuseWithoutPush(app);
  const objection = areKeys(keys) ? await checkOutboundUrl(app.outbound, endpoint) : badKeys;
  if (objection !== null) {
    const issues = [{ path: 'subscription', message: objection.sentence }];
    throw new Fault('impossible_value', objection.sentence, { issues });
  }
  return { address: endpoint, keys: sealKeys(app, endpoint, keys) };
}

const badKeys = { sentence: 'Those are no keys of a browser’s subscription.' };

interface NewDevice {
  kind: 'web' | 'expo';
  address: string;
  keys: string | null;
  name: string;
}

/** In one transaction, with the person's row as the lock: of two at once, the second counts the first. */
async function insert(
  app: AppContext,
  tx: Transaction,
  { userId, sessionId }: UserPrincipal,
  { kind, address, keys, name }: NewDevice,
): Promise<Row> {
  const now = app.clock.now();
  await tx.db.execute(query`select from users where id = ${userId} for no key update`);
  await tx.db.execute(query`
    delete from push_targets t using sessions s
    where t.user_id = ${userId} and s.id = t.session_id and (s.revoked_at is not null or s.expires_at <= ${now.toISOString()})`);
  const others = await tx.db.execute(query`
    select from push_targets where user_id = ${userId} and address <> ${address}`);
  if (others.length >= devicesMax) throw new Fault('conflict', `You have ${devicesMax} devices. Remove one first.`);
  for (;;) {
    // The row of somebody else goes with all that is on its way to it: a new one begins with nothing.
    await tx.db.execute(query`delete from push_targets where address = ${address} and user_id <> ${userId}`);
    const [row] = await tx.db.execute<Row & Record<string, unknown>>(query`
      insert into push_targets as t (id, user_id, session_id, kind, address, keys, name, created_at)
      values (${ulid()}, ${userId}, ${sessionId}, ${kind}, ${address}, ${keys}, ${name}, ${now.toISOString()})
      on conflict (address) do update set session_id = excluded.session_id, keys = excluded.keys
      where t.user_id = excluded.user_id
      returning ${query.raw(columns)}`);
    // None: another person has said the same address in this very moment.
    if (row !== undefined) return row;
  }
}

function present({ sessionId, ...device }: Row, principal: Whose): PushTarget {
  return { ...device, isThis: sessionId !== null && sessionId === principal.sessionId };
}
