import { botIdOf } from '#lib/contract/ids.ts';
import { createKey } from '#server/bots/keys.ts';
import { startTestApp } from '#server/testing/app.ts';
import { connect } from '#server/testing/database.ts';
import { foundCompany, type Company } from '../company.ts';
import { publicUrl } from '../node.ts';
import type { Home } from './home.ts';

export interface Founded {
  company: Company;
  agent: { sandboxId: string; key: string };
}

/** People and rooms in a home, and an agent that is in all of the rooms: made by a node that is gone before anything is killed. */
export async function found({ address }: Home, size: { people: number; rooms: number }): Promise<Founded> {
  await using sql = disposable(connect(address, 1));
  const database = { address, sql: sql.sql, [Symbol.asyncDispose]: async () => undefined };
  await using office = await startTestApp({ database, env: { PUBLIC_URL: publicUrl, LOG_LEVEL: 'error' } });
  const company = await foundCompany(office.app, size);
  const { sandboxId, rooms } = company;
  const members = rooms.map(({ conversationId }) => ({
    conversation_id: conversationId,
    member_id: botIdOf(sandboxId),
    kind: 'bot',
  }));
  await office.app.sql`insert into conversation_members ${office.app.sql(members)}`;
  const { key } = await createKey(office.app, sandboxId, 'drill');
  return { company, agent: { sandboxId, key } };
}

function disposable(sql: ReturnType<typeof connect>) {
  return { sql, [Symbol.asyncDispose]: () => sql.end() };
}
