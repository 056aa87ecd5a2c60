import type { Endpoint, SetEndpointInput, SetEndpointResult } from '#lib/contract/endpoints.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '#server/app-context.ts';
import { Fault, notFound } from '#server/errors.ts';
import { checkOutboundUrl } from '#server/outbound/check-url.ts';
import { accessManaged } from '#server/sandboxes/access.ts';
import { mintSecret, sealSecret } from './secret.ts';
import { tryNow } from './try-now.ts';

/** How long the secret before still signs: time to tell it to every machine that checks. */
const rotationMs = 24 * 3_600_000;

interface EndpointRow {
  url: string;
  createdAt: Date;
  disabledAt: Date | null;
  disabledWhy: 'gone' | 'operator' | null;
  previousUntil: Date | null;
}

export async function readEndpoint(
  app: AppContext,
  principal: UserPrincipal,
  sandboxId: string,
): Promise<{ endpoint: Endpoint | null }> {
  await accessManaged(app, principal, sandboxId);
  return { endpoint: await find(app, sandboxId) };
}

/**
 * Where the agent takes its deliveries from now on. The secret comes with the first address and stays with it when that
 * changes. What an operator has disabled is theirs to enable.
 */
export async function setEndpoint(
  app: AppContext,
  principal: UserPrincipal,
  { sandboxId, url }: SetEndpointInput,
): Promise<SetEndpointResult> {
  await accessManaged(app, principal, sandboxId);
  const objection = await checkOutboundUrl(app.outbound, url);
  if (objection !== null) throw new Fault('impossible_value', objection.sentence, issueOf(objection.sentence));
  const secret = mintSecret();
  const [row] = await app.sql<{ isNew: boolean; disabledWhy: string | null }[]>`
    insert into bot_endpoints as e (sandbox_id, url, secret, created_at)
    select id, ${url}, ${sealSecret(app, sandboxId, secret)}, ${app.clock.now()}
    from sandboxes where id = ${sandboxId} and status not in ('destroying', 'destroyed')
    on conflict (sandbox_id) do update set url = excluded.url,
      disabled_at = case e.disabled_why when 'operator' then e.disabled_at end,
      disabled_why = case e.disabled_why when 'operator' then e.disabled_why end
    returning xmax = 0 as "isNew", disabled_why as "disabledWhy"`;
  if (row === undefined) throw notFound();
  await tryNow(app, sandboxId);
  return { endpoint: must(await find(app, sandboxId), 'the endpoint'), secret: row.isNew ? secret : null };
}

/** A new secret, told this once. The one before signs beside it for a day. */
export async function rotateSecret(
  app: AppContext,
  principal: UserPrincipal,
  sandboxId: string,
): Promise<SetEndpointResult> {
  await accessManaged(app, principal, sandboxId);
  const secret = mintSecret();
  const until = new Date(app.clock.now().getTime() + rotationMs);
  const changed = await app.sql`
    update bot_endpoints set secret = ${sealSecret(app, sandboxId, secret)}, previous_secret = secret, previous_until = ${until}
    where sandbox_id = ${sandboxId}`;
  if (changed.count === 0) throw notFound();
  return { endpoint: must(await find(app, sandboxId), 'the endpoint'), secret };
}

/** From now on its deliveries wait for its stream. */
export async function removeEndpoint(
  app: AppContext,
  principal: UserPrincipal,
  sandboxId: string,
): Promise<{ ok: true }> {
  await accessManaged(app, principal, sandboxId);
  const removed = await app.sql`delete from bot_endpoints where sandbox_id = ${sandboxId}`;
  if (removed.count === 0) throw notFound();
  return { ok: true };
}

async function find({ sql, clock }: AppContext, sandboxId: string): Promise<Endpoint | null> {
  const [row] = await sql<EndpointRow[]>`
    select url, created_at as "createdAt", disabled_at as "disabledAt", disabled_why as "disabledWhy",
      case when previous_until > ${clock.now()} then previous_until end as "previousUntil"
    from bot_endpoints where sandbox_id = ${sandboxId}`;
  return row === undefined ? null : present(row);
}

function present({ url, createdAt, disabledAt, disabledWhy, previousUntil }: EndpointRow): Endpoint {
  const disabled = disabledAt === null || disabledWhy === null ? null : { at: disabledAt.getTime(), why: disabledWhy };
  return { url, createdAt: createdAt.getTime(), disabled, previousUntil: previousUntil?.getTime() ?? null };
}

function issueOf(message: string) {
  return { issues: [{ path: 'url', message }] };
}
