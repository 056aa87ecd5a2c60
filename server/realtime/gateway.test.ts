import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { userContext } from '#lib/contexts.ts';
import type { SessionPrincipal } from '#lib/contract/principals.ts';
import { createHouse, homeOrigin, type House } from '#server/testing/realtime-house.ts';
import { Listener } from '#server/testing/listener.ts';

let house: House;
let maria: SessionPrincipal;
beforeAll(async () => {
  house = await createHouse();
  maria = await house.person('maria');
});
afterAll(() => house[Symbol.asyncDispose]());

/** The status that an attempt to connect is answered with; 101 is a socket. */
async function knock(ticket: string | null, headers: Record<string, string> = {}): Promise<number> {
  const url = new URL(house.url.replace('ws:', 'http:'));
  if (ticket !== null) url.searchParams.set('ticket', ticket);
  const handshake = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
  };
  return new Promise((resolve, reject) => {
    const knocking = request(url, { headers: { ...handshake, ...headers } });
    knocking.on('error', reject);
    knocking.on('response', (response) => resolve(response.statusCode ?? 0));
    knocking.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve(response.statusCode ?? 0);
    });
    knocking.end();
  });
}

async function ticketOf(person: SessionPrincipal): Promise<string> {
  return (await house.realtime.mintTicket(person)).ticket;
}

test('[RT1] a ticket is 32 random bytes of which only the hash is kept', async () => {
  const ticket = await ticketOf(maria);
  expect(Buffer.from(ticket, 'base64url')).toHaveLength(32);
  const rows = await house.sql<{ found: boolean }[]>`
    select hash = sha256(convert_to(${ticket}, 'UTF8')) as found from connect_tickets where user_id = ${maria.userId}`;
  expect(rows.filter((row) => row.found)).toHaveLength(1);
});

test('[RT2] a ticket opens one socket; used, expired, forged or missing it is refused with 401', async () => {
  const ticket = await ticketOf(maria);
  expect(await knock(ticket)).toBe(101);
  expect(await knock(ticket)).toBe(401);
  expect(await knock('forged')).toBe(401);
  expect(await knock(null)).toBe(401);
  const old = await ticketOf(maria);
  house.clock.pass(30_001);
  expect(await knock(old)).toBe(401);
});

test('[RT2] of five who come with the same ticket at once one gets in', async () => {
  const ticket = await ticketOf(maria);
  const answers = await Promise.all(Array.from({ length: 5 }, () => knock(ticket)));
  expect(answers.toSorted()).toEqual([101, 401, 401, 401, 401]);
});

test('[RT3] a ticket of a session that was revoked since is refused with 401', async () => {
  const zoe = await house.person('zoe');
  const ticket = await ticketOf(zoe);
  await house.sql`update sessions set revoked_at = now() where id = ${zoe.sessionId}`;
  expect(await knock(ticket)).toBe(401);
});

test('[RT4] a foreign Origin is refused with 403, ours and none are let in', async () => {
  expect(await knock(await ticketOf(maria), { origin: 'http://elsewhere.test' })).toBe(403);
  expect(await knock(await ticketOf(maria), { origin: homeOrigin })).toBe(101);
  expect(await knock(await ticketOf(maria))).toBe(101);
});

test('[RT5] whoever asks for another protocol is told 426', async () => {
  expect(await knock(await ticketOf(maria), { upgrade: 'h2c' })).toBe(426);
});

test('[RT6] a bearer token as a subprotocol is refused with 401; ours is echoed, none is accepted', async () => {
  expect(await knock(await ticketOf(maria), { 'sec-websocket-protocol': 'kilo.events.v1, kilo.jwt.abc' })).toBe(401);
  const named = await house.listen(maria);
  expect(named.socket.protocol).toBe('kilo.events.v1');
  const bare = await Listener.open(`${house.url}?ticket=${await ticketOf(maria)}`, {}, []);
  expect(bare.socket.protocol).toBe('');
  await Promise.all([named.close(), bare.close()]);
});

test('[RT7] what is no frame is answered with invalid_frame, and the socket stays open', async () => {
  const socket = await house.listen(maria);
  const nonsense = [
    '{',
    '[]',
    '{"type":"unknown"}',
    '{"type":"context.subscribe","contexts":"/user/x"}',
    Buffer.from('x'),
  ];
  for (const frame of nonsense) socket.socket.send(frame);
  await socket.until(() => socket.frames.length === nonsense.length);
  expect(new Set(socket.frames.map((frame) => JSON.stringify(frame)))).toEqual(
    new Set(['{"type":"error","code":"invalid_frame"}']),
  );
  socket.send('ping');
  await socket.until(() => socket.pongs.length === 1);
  await socket.close();
});

test('[RT7] a frame beyond 64 KiB closes the socket with 1009', async () => {
  const socket = await house.listen(maria);
  socket.send('x'.repeat(64 * 1024 + 1));
  expect(await socket.ended).toBe(1009);
});

test('[RT8] a foreign context, a missing one and an odd path are the same refusal', async () => {
  const zoe = await house.person('zoe');
  const socket = await house.listen(maria);
  const odd = ['/odd//path', `${userContext(maria.userId)}/`, `/kiloclaw/${'x'.repeat(65)}`, 'no-slash'];
  const refused = [userContext(zoe.userId), userContext('nobody'), '/kiloclaw/nowhere', ...odd];
  socket.subscribe(...refused);
  await socket.until(() => socket.frames.length === refused.length);
  const errors = refused.map((context) => ({ type: 'error', code: 'forbidden', context }));
  expect(socket.frames).toEqual(expect.arrayContaining(errors));
  expect(house.realtime.stats().contexts).toBe(0);
  await socket.close();
});

test('[RT9] a socket holds 200 contexts; the next one is refused by name and the others go on', async () => {
  const sandbox = await house.sandbox(maria);
  const many = await Promise.all(Array.from({ length: 201 }, () => house.conversation(sandbox, [maria])));
  const socket = await house.listen(maria);
  const names = many.map((place) => place.context);
  socket.subscribe(...names.slice(0, 200));
  socket.subscribe(names[200] ?? '');
  expect(await socket.next('error')).toMatchObject({ code: 'too_many_contexts', context: names[200], max: 200 });
  // Asking again for one that is held takes no place.
  socket.subscribe(names[0] ?? '');
  await socket.until(() => socket.frames.filter((frame) => frame.type === 'context.subscribed').length >= 200);
  expect(socket.frames.filter((frame) => frame.type === 'error')).toHaveLength(1);
  await socket.close();
});

test('[RT10] an old client gets a seq of its own per socket; one that knows positions gets none', async () => {
  const inbox = house.userPlace(maria);
  const old = await house.listen(maria);
  const modern = await house.listen(maria);
  old.subscribe(inbox.context);
  modern.subscribe({ context: inbox.context, after: 0 });
  await Promise.all([old.next('context.subscribed'), modern.next('context.subscribed')]);
  await house.append(inbox, { times: 3 });
  await Promise.all([old, modern].map((socket) => socket.until(() => socket.events().length === 3)));
  expect(old.events().map(({ seq, id }) => ({ seq, id }))).toEqual([1, 2, 3].map((n) => ({ seq: n, id: n })));
  expect(modern.events().map(({ seq }) => seq)).toEqual([undefined, undefined, undefined]);
  old.send({ type: 'ack', seq: 3 });
  old.send('ping');
  await old.until(() => old.pongs.length === 1);
  await Promise.all([old.close(), modern.close()]);
});

test('[RT20] a socket that is silent for 35 s is closed with 4008, one that answers pings is not', async () => {
  const talking = await house.listen(maria);
  const silent = await house.listen(maria);
  house.clock.pass(34_000);
  talking.send('ping');
  await talking.until(() => talking.pongs.length === 1);
  house.clock.pass(1_001);
  house.realtime.beat();
  expect(await silent.ended).toBe(4008);
  expect(talking.socket.readyState).toBe(talking.socket.OPEN);
  await talking.close();
});

test('[RT20] the server pings every 20 s', async () => {
  const socket = await house.listen(maria);
  const pinged = new Promise((resolve) => socket.socket.once('ping', () => resolve('pinged')));
  house.clock.pass(20_001);
  house.realtime.beat();
  expect(await pinged).toBe('pinged');
  await socket.close();
});

test('[RT21] a revoked session loses its sockets with 4001, the person’s other session does not', async () => {
  const zoe = await house.person('zoe');
  const otherSession = { ...zoe, sessionId: `${zoe.sessionId}_2` };
  await house.sql`
    insert into sessions (id, user_id, expires_at)
    values (${otherSession.sessionId}, ${zoe.userId}, now() + interval '1 day')`;
  const [phone, laptop] = await Promise.all([house.listen(zoe), house.listen(otherSession)]);
  house.realtime.disconnect({ sessionId: zoe.sessionId });
  expect(await phone.ended).toBe(4001);
  laptop.send('ping');
  await laptop.until(() => laptop.pongs.length === 1);
  house.realtime.disconnect({ userId: zoe.userId });
  expect(await laptop.ended).toBe(4001);
});

test('[RT22] a drain sends everyone away with a time to come back, and lets nobody in', async () => {
  await using closing = await createHouse();
  const zoe = await closing.person('zoe');
  const sockets = await Promise.all(Array.from({ length: 5 }, () => closing.listen(zoe)));
  const { ticket } = await closing.realtime.mintTicket(zoe);
  await closing.realtime.drain();
  for (const socket of sockets) {
    expect(await socket.ended).toBe(1012);
    expect(socket.frames.map((frame) => frame.type)).toEqual(['goaway']);
  }
  expect(closing.realtime.stats().sockets).toBe(0);
  await expect(Listener.open(`${closing.url}?ticket=${ticket}`)).rejects.toThrow('503');
});
