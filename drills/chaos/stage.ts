import { ulid } from 'ulid';
import { conversationContext, sandboxContext, userContext } from '#lib/contexts.ts';
import type { AppContext } from '#server/app-context.ts';
import { guest } from '#server/testing/personas.ts';
import { positions } from '../ledger.ts';

type Guest = Awaited<ReturnType<typeof guest>>;

/** Two people who stay, since an account costs more than a schedule. */
export interface Cast {
  maria: Guest;
  jonas: Guest;
}

/** What is new in each schedule: a conversation of both in Maria's sandbox, and one of Jonas's that is none of hers. */
export interface Scenery extends Cast {
  shared: string;
  foreign: string;
  /** Where each context stood when the schedule began. */
  began: ReadonlyMap<string, number>;
}

export async function castOf(app: AppContext, lane: number): Promise<Cast> {
  return { maria: await guest(app, `maria ${lane}`), jonas: await guest(app, `jonas ${lane}`) };
}

export async function setScenery(app: AppContext, cast: Cast): Promise<Scenery> {
  const { maria, jonas } = cast;
  const [shared, foreign] = [ulid(), ulid()];
  const members = [
    { conversation_id: shared, member_id: maria.principal.userId, kind: 'user' },
    { conversation_id: shared, member_id: jonas.principal.userId, kind: 'user' },
    { conversation_id: foreign, member_id: jonas.principal.userId, kind: 'user' },
  ];
  const conversations = [shared, foreign].map((id) => ({ id, sandbox_id: maria.sandboxId, created_by: 'chaos' }));
  await app.sql`insert into conversations ${app.sql(conversations)}`;
  await app.sql`insert into conversation_members ${app.sql(members)}`;
  const scenery = { ...cast, shared, foreign };
  return { ...scenery, began: await headsOf(app, scenery) };
}

type Places = Omit<Scenery, 'began'>;

export function pathsOf({ maria, jonas, shared, foreign }: Places) {
  return {
    shared: conversationContext(maria.sandboxId, shared),
    foreign: conversationContext(maria.sandboxId, foreign),
    sandbox: sandboxContext(maria.sandboxId),
    maria: userContext(maria.principal.userId),
    jonas: userContext(jonas.principal.userId),
  };
}

/** What each context's readers must have been told, whoever they are here. */
export async function expectedOf(app: AppContext, scenery: Scenery): Promise<ReadonlyMap<string, number[]>> {
  const paths = pathsOf(scenery);
  const heads = await headsOf(app, scenery);
  const all = (path: string) => positions(scenery.began.get(path) ?? 0, heads.get(path) ?? 0);
  const visible = await app.sql<{ seq: number }[]>`
    select seq from events where context = ${paths.sandbox} and about = ${scenery.shared} order by seq`;
  return new Map([
    ...[paths.shared, paths.foreign, paths.maria, paths.jonas].map((path) => [path, all(path)] as const),
    [paths.sandbox, visible.map(({ seq }) => seq)],
  ]);
}

export async function headsOf(app: AppContext, places: Places): Promise<ReadonlyMap<string, number>> {
  const { maria, jonas, shared, foreign } = places;
  const paths = pathsOf(places);
  const rows = await app.sql<{ id: string; seq: number }[]>`
    select id, seq from conversations where id in (${shared}, ${foreign})
    union all select id, seq from sandboxes where id = ${maria.sandboxId}
    union all select id, seq from users where id in (${maria.principal.userId}, ${jonas.principal.userId})`;
  const seqOf = (id: string) => rows.find((row) => row.id === id)?.seq ?? 0;
  return new Map([
    [paths.shared, seqOf(shared)],
    [paths.foreign, seqOf(foreign)],
    [paths.sandbox, seqOf(maria.sandboxId)],
    [paths.maria, seqOf(maria.principal.userId)],
    [paths.jonas, seqOf(jonas.principal.userId)],
  ]);
}
