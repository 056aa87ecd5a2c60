import { relative } from 'node:path';
import type { AppContext } from '#server/app-context.ts';

/** What the guide knows of where it lives. */
export interface Facts {
  ownerName: string;
  ownerIsOperator: boolean;
  /** Where people and bots reach this installation. */
  url: string;
  sandboxId: string;
  /** The data directory as somebody at its terminal would write it; null when the rows are in a Postgres of the operator's. */
  dataDir: string | null;
}

export async function readFacts(app: AppContext, sandboxId: string): Promise<Facts> {
  const [owner] = await app.sql<{ name: string; isOperator: boolean }[]>`
    select u.name, u.is_operator as "isOperator" from sandboxes s join users u on u.id = s.owner_id
    where s.id = ${sandboxId}`;
  return {
    ownerName: owner?.name ?? '',
    ownerIsOperator: owner?.isOperator ?? false,
    url: app.publicUrl,
    sandboxId,
    dataDir: app.env.databaseUrl === null ? asTyped(app.env.dataDir) : null,
  };
}

function asTyped(dataDir: string): string {
  const near = relative('.', dataDir);
  return near === '' || near.startsWith('..') ? dataDir : near;
}
