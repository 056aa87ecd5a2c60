import { afterAll, beforeAll, expect, test } from 'vitest';
import { conversationContext } from '#lib/contexts.ts';
import type { AppContext } from '#server/app-context.ts';
import { listAudit, readAuditEntry } from '#server/audit/list.ts';
import { readOwnSettings } from '#server/settings/own.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { setScene, type Scene } from '#server/testing/scene.ts';
import { countStatements } from '#server/testing/statements.ts';
import { exportAudit } from './audit-export.ts';
import { listAllConversations, readAnyConversation } from './conversations.ts';
import { listAllDeliveries, readAnyDelivery } from './deliveries.ts';
import { listEvents, readEventLog } from './events.ts';
import { listPushes, readPush } from './pushes.ts';

let house: TestApp;
let scene: Scene;

beforeAll(async () => {
  house = await startTestApp();
  scene = await setScene(house.app);
});
afterAll(() => house.close());

/** What each page asks the database, whatever is in it. */
async function costs(): Promise<Record<string, number>> {
  const { sandboxId, conversationId, deliveryId, pushId, auditId, owner } = scene;
  const context = conversationContext(sandboxId, conversationId);
  const asked: Record<string, (app: AppContext) => Promise<unknown>> = {
    conversations: (app) => listAllConversations(app, { limit: 100 }),
    'conversations, searched': (app) => listAllConversations(app, { search: sandboxId, limit: 100 }),
    conversation: (app) => readAnyConversation(app, conversationId),
    deliveries: (app) => listAllDeliveries(app, { limit: 100 }),
    'deliveries, waiting': (app) => listAllDeliveries(app, { sandboxId, state: 'waiting', limit: 100 }),
    delivery: (app) => readAnyDelivery(app, deliveryId),
    pushes: (app) => listPushes(app, { person: owner.email, limit: 100 }),
    push: (app) => readPush(app, pushId),
    events: (app) => listEvents(app, { context, limit: 100 }),
    eventLog: (app) => readEventLog(app),
    audit: (app) => listAudit(app.sql, { action: 'sandbox.renamed', limit: 100 }),
    auditEntry: (app) => readAuditEntry(app.sql, auditId),
    exportAudit: (app) => exportAudit(app, { format: 'csv', reason: 'x' }),
    settings: (app) => readOwnSettings(app),
  };
  const counting = countStatements(house.app);
  const spent: Record<string, number> = {};
  for (const [name, ask] of Object.entries(asked)) {
    await ask(counting.app);
    spent[name] = counting.take();
  }
  return spent;
}

/** So many more of everything that is listed. */
async function grow(by: number): Promise<void> {
  const { sandboxId, conversationId, messageId, owner } = scene;
  const context = conversationContext(sandboxId, conversationId);
  const { sql } = house.app;
  const id = sql`to_char(n, 'FM00000000000000000000000000')`;
  const numbers = sql`generate_series(1, ${by}) n`;
  await sql`
    insert into conversations (id, sandbox_id, created_by) select ${id}, ${sandboxId}, ${owner.userId} from ${numbers}
    on conflict do nothing`;
  await sql`
    insert into deliveries (id, sandbox_id, conversation_id, context, seq, type, message_id, state)
    select ${id}, ${sandboxId}, ${conversationId}, 'grown', n, 'message.updated', ${messageId}, 'pending' from ${numbers}
    on conflict do nothing`;
  await sql`
    insert into dispatches (id, kind, subject, user_id, state, due_at)
    select ${id}, 'test', n::text, ${owner.userId}, 'failed', now() from ${numbers} on conflict do nothing`;
  await sql`
    insert into audit_entries (actor_id, actor_name, action, subject_kind, subject_id, detail, address, request_id)
    select 'x', 'X', 'sandbox.renamed', 'sandbox', 'x', '{}', '', '' from ${numbers}`;
  await sql`
    insert into events (context, seq, type, payload)
    select ${context}, c.seq + n, 'message.updated', '{}' from conversations c, ${numbers} where c.id = ${conversationId}`;
  await sql`update conversations set seq = seq + ${by} where id = ${conversationId}`;
}

test('what a page asks the database is as much with ten rows as with ten thousand', async () => {
  await grow(10);
  const few = await costs();
  await grow(10_000);
  expect(await costs()).toEqual(few);
  expect(Math.max(...Object.values(few))).toBeLessThanOrEqual(3);
});
