import { relative } from 'node:path';
import type { AppContext } from '#server/app-context.ts';

/** What the guide knows of where it lives. */
export interface Facts {
  ownerName: string;
  /** And nobody else reads what it says: an organization's agent talks with others, too. */
  ownerIsOperator: boolean;
  /** Null: it is one person's alone. */
  organizationName: string | null;
  /** Where people and bots reach this installation. */
  url: string;
  sandboxId: string;
  /** "the folder .data", as the operator would type it; others learn no path. Null: the rows are in a Postgres of the operator's. */
  dataFolder: string | null;
}

export async function readFacts(app: AppContext, sandboxId: string): Promise<Facts> {
  const [owner] = await app.sql<{ name: string; isOperator: boolean; organizationName: string | null }[]>`
    select u.name, u.is_operator and s.organization_id is null as "isOperator", o.name as "organizationName"
    from sandboxes s join users u on u.id = s.owner_id left join organizations o on o.id = s.organization_id
    where s.id = ${sandboxId}`;
  return {
    ownerName: owner?.name ?? '',
    ownerIsOperator: owner?.isOperator ?? false,
    organizationName: owner?.organizationName ?? null,
    url: app.publicUrl,
    sandboxId,
    dataFolder: app.env.databaseUrl === null ? nameOf(app.env.dataDir, owner?.isOperator ?? false) : null,
  };
}

function nameOf(dataDir: string, forOperator: boolean): string {
  if (!forOperator) return 'the data folder';
  const near = relative('.', dataDir);
  return `the folder ${near === '' || near.startsWith('..') ? dataDir : near}`;
}
