import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#lib/std/must.ts';
import { addReaction } from '#server/chat/reactions.ts';
import { edit } from '#server/chat/messages/edit.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { authorisation } from '#server/testing/authorisation-table.ts';
import { allDoors, knock } from '#server/testing/doors.ts';
import { enter } from '#server/testing/personas.ts';
import { askPeople } from '#server/testing/question.ts';
import { setScene, type Scene } from '#server/testing/scene.ts';

const queries = allDoors().filter(({ name, kind }) => kind === 'query' && name.startsWith('admin.'));

let house: TestApp;
let scene: Scene;
let word: string;
let headers: Record<string, string>;

beforeAll(async () => {
  house = await startTestApp({ limits: 'generous' });
  scene = await setScene(house.app);
  word = scene.private;
  headers = must(
    scene.ways.find(({ role, by }) => role === 'operator' && by === 'cookie'),
    'the operator',
  ).headers;
  await say();
});
afterAll(() => house.close());

/** The word stands in the scene's messages, title and file already; here it comes into everything else that people write. */
async function say(): Promise<void> {
  const { app } = house;
  const { sandboxId, conversationId, messageId, botMessageId, deliveryId, pushId, owner } = scene;
  const { principal } = await enter(app, owner.email);
  // An agent's name is no secret to who looks after it.
  await app.sql`update sandboxes set label = 'Agent' where id = ${sandboxId}`;
  const place = { conversationId, messageId: botMessageId };
  await addReaction(app, principal, { ...place, emoji: '👍', operationId: `${word}operation` });
  const content = [{ type: 'text' as const, text: `${word}edited` }];
  await edit(app, principal, { conversationId, messageId, content, expectedVersion: 1 });
  const request = { kind: 'exec', title: `${word}asks`, command: `${word}rm`, where: `${word}here`, why: `${word}so` };
  await askPeople(app, { sandboxId, conversationId }, { groupId: `${word}group`, request });
  await app.sql`update conversation_members set draft = ${`${word}draft`} where conversation_id = ${conversationId}`;
  await app.sql`
    insert into events (context, seq, type, payload)
    select context, max(seq) + 1, 'reaction.added', jsonb_build_object('messageId', ${messageId}::text, 'emoji', ${word}::text)
    from events where context = ${`/kiloclaw/${sandboxId}/${conversationId}`} group by context`;
  await app.sql`
    insert into delivery_attempts (delivery_id, n, at, status, failure, answer, duration_ms)
    values (${deliveryId}, 1, now(), 500, 'http_500', ${`${word}answer`}, 5)`;
  await app.sql`update bot_endpoints set url = ${`http://127.0.0.1:9/hooks/${word}?key=${word}`} where sandbox_id = ${sandboxId}`;
  await app.sql`
    update dispatches set detail = ${app.sql.json({ event: 'start_failed', reason: `${word}reason` })} where id = ${pushId}`;
  await app.sql`update push_targets set name = 'Phone', address = ${`${word}address`} where id = ${owner.targetId}`;
  await app.sql`
    insert into dispatch_targets (dispatch_id, target_id, state, attempts, next_attempt_at, ticket, error)
    values (${pushId}, ${owner.targetId}, 'failed', 1, now(), ${`${word}ticket`}, ${`${word} said the service`})`;
}

test.each(queries.map((door) => [door.name, door] as const))(
  '%s tells an operator nothing of what people write',
  async (name, door) => {
    const input = must(authorisation[name], `a row for ${name}`).input?.(scene) ?? {};
    const answer = await knock(house.url, door, { headers, input });
    expect(answer).toMatchObject({ status: 200 });
    // Most lists answer without being told of what, too, and then with everything.
    const everything = await knock(house.url, door, { headers, input: {} });
    expect(answer.text + everything.text).not.toContain(word);
  },
);
