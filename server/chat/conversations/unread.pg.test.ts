import { afterAll, beforeAll, expect, test } from 'vitest';
import { unreadMax } from '#lib/contract/limits.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { listConversations } from './read.ts';

const rooms = 20;
const said = 1_200;

let house: TestApp;
let maya: Omit<Person, 'password'>;

/** Maya comes back to twenty conversations in which more was said than is counted, all at once. */
beforeAll(async () => {
  house = await startTestApp();
  maya = await guest(house.app, 'Maya');
  const { sql } = house.app;
  await sql`
    insert into conversations (id, sandbox_id, created_by, seq, last_message_id)
    select 'room_' || n, ${maya.sandboxId}, 'somebody', ${said}, 'm' || ${said} from generate_series(1, ${rooms}) n`;
  await sql`
    insert into conversation_members (conversation_id, member_id, kind)
    select 'room_' || n, ${maya.principal.userId}, 'user' from generate_series(1, ${rooms}) n`;
  await sql`
    insert into messages (conversation_id, id, sender_id, content, seq)
    select 'room_' || room, 'm' || n, 'somebody', '[{"type": "text", "text": "something"}]', n
    from generate_series(1, ${said}) n, generate_series(1, ${rooms}) room`;
  await sql`vacuum (analyze) messages`;
}, 60_000);
afterAll(() => house.close());

test('what is unread is counted without looking at the messages', async () => {
  const { sql } = house.app;
  await sql.begin(async (tx) => {
    const { conversations } = await listConversations({ ...house.app, sql: tx as never }, maya.principal, {
      limit: rooms,
    });
    expect(conversations.map(({ unreadCount }) => unreadCount)).toEqual(Array(rooms).fill(unreadMax));
    const [row] = await tx<{ looked: number }[]>`
      select (pg_stat_get_xact_tuples_fetched(c) + pg_stat_get_xact_tuples_returned(c))::int as looked
      from (select 'messages'::regclass as c) _`;
    // The last of each, for its preview.
    expect(row?.looked).toBeLessThanOrEqual(2 * rooms);
  });
});
