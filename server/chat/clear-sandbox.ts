import { sql } from 'drizzle-orm';
import type { AppContext } from '../app-context.ts';
import { lockConversations, removeConversations } from './conversations/remove.ts';

/** So many conversations go in one transaction: few locks at a time, and few to do again after a crash. */
const pageSize = 50;

/** All conversations of a sandbox that is being destroyed, page by page, until none is left. */
export async function clearSandbox(app: AppContext, sandboxId: string): Promise<void> {
  while (await clearPage(app, sandboxId));
}

function clearPage(app: AppContext, sandboxId: string): Promise<boolean> {
  return app.transaction(async (tx) => {
    const page = await lockConversations(
      tx,
      sql`c.id in (select id from conversations where sandbox_id = ${sandboxId} order by id limit ${pageSize})`,
    );
    await tx.db.execute(sql`select from sandboxes where id = ${sandboxId} for no key update`);
    await removeConversations(app, tx, page);
    return page.length > 0;
  });
}
