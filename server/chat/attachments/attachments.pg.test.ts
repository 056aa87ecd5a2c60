import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import sharp from 'sharp';
import { ulid } from 'ulid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FileBlock } from '#lib/contract/blocks.ts';
import { must } from '#lib/std/must.ts';
import { deleteAccount } from '#server/accounts/delete.ts';
import { createKey } from '#server/bots/keys.ts';
import { createConversation } from '#server/chat/conversations/create.ts';
import { deleteConversation } from '#server/chat/conversations/delete.ts';
import { listConversations } from '#server/chat/conversations/read.ts';
import { removeMember } from '#server/chat/members/leave.ts';
import { exportAccount } from '#server/chat/export.ts';
import { deleteMessage } from '#server/chat/messages/delete.ts';
import { edit } from '#server/chat/messages/edit.ts';
import { listMessages } from '#server/chat/messages/read.ts';
import { send } from '#server/chat/messages/send.ts';
import { listVersions } from '#server/chat/messages/versions.ts';
import { movableClock, startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask } from '#server/testing/ask.ts';
import { download, put, upload } from '#server/testing/files.ts';
import { guest, person, type Person } from '#server/testing/personas.ts';
import { startS3Store, type S3Store } from '#server/testing/s3-store.ts';
import { countStatements } from '#server/testing/statements.ts';
import { until } from '#server/testing/until.ts';
import { announce } from './announce.ts';
import { sweepFiles } from './jobs.ts';
import { addressesOf } from './read.ts';

const clock = movableClock();
let house: TestApp;
let store: S3Store;
let maya: Omit<Person, 'password'>;
let zoe: Omit<Person, 'password'>;

beforeAll(async () => {
  store = await startS3Store();
  const { endpoint, name, region, accessKeyId, secretAccessKey } = store.bucket;
  // The whole of it runs with a store over HTTP: what works there works with files of this machine, and storage.test.ts
  // holds the two to the same promises.
  const env = {
    S3_ENDPOINT: endpoint,
    S3_BUCKET: name,
    S3_REGION: region,
    S3_ACCESS_KEY_ID: accessKeyId,
    S3_SECRET_ACCESS_KEY: secretAccessKey,
  };
  house = await startTestApp({ clock, limits: 'generous', env });
  maya = await guest(house.app, 'Maya');
  zoe = await guest(house.app, 'Zoe');
});
afterAll(async () => {
  await house.close();
  await store[Symbol.asyncDispose]();
});

const text = (words: string) => ({ type: 'text' as const, text: words });
const file = ({ attachmentId }: { attachmentId: string }) => ({ type: 'attachment' as const, attachmentId });

/** Maya's, with Zoe in it. */
async function conversation(): Promise<string> {
  const { conversationId } = await createConversation(house.app, maya.principal, { sandboxId: maya.sandboxId });
  await house.app.sql`insert into conversation_members (conversation_id, member_id, kind)
    values (${conversationId}, ${zoe.principal.userId}, 'user')`;
  return conversationId;
}

function picture(width = 60, height = 40): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#a33' } })
    .png()
    .toBuffer();
}

async function sent(conversationId: string, ...files: FileBlock[]) {
  return (await send(house.app, maya.principal, { conversationId, content: files.map(file) })).message;
}

async function keysInUse(): Promise<string[]> {
  const rows = await house.app.sql<{ key: string; thumbnail: boolean }[]>`
    select key, has_thumbnail as thumbnail from attachments where key is not null`;
  return rows.flatMap(({ key, thumbnail }) => [`files/${key}`, ...(thumbnail ? [`files/${key}.thumbnail`] : [])]);
}

/** Nothing is in the store but what a row names. */
async function expectNothingLeaked(): Promise<void> {
  expect([...store.objects.keys()].toSorted()).toEqual((await keysInUse()).toSorted());
}

const sweep = () => sweepFiles(house.app).run();

describe('sending', () => {
  test('a message brings its files, in the answer, in the list and for the others, byte by byte', async () => {
    const conversationId = await conversation();
    const bytes = await picture(1_200, 800);
    const shown = await upload(house, maya.principal, conversationId, {
      bytes,
      mimeType: 'image/png',
      filename: 'a.png',
    });
    const notes = await upload(house, maya.principal, conversationId, { bytes: Buffer.from('hello') });
    const content = [text('Look'), file(shown), file(notes)];
    const { message } = await send(house.app, maya.principal, { conversationId, content });
    expect(message.content).toEqual([
      text('Look'),
      { ...shown, mimeType: 'image/png', isImage: true, width: 1_200, height: 800 },
      { ...notes, mimeType: 'text/plain', isImage: false, width: null, height: null },
    ]);
    const [listed] = (await listMessages(house.app, zoe.principal, { conversationId, limit: 1 })).messages;
    expect(listed?.content).toEqual(message.content);
    const got = await download(house, zoe.principal, { conversationId, ...shown });
    expect(Buffer.from(await got.arrayBuffer()).equals(bytes)).toBe(true);
    const small = await download(house, zoe.principal, { conversationId, ...shown }, { what: 'thumbnailUrl' });
    expect(small.headers.get('content-type')).toBe('image/webp');
    expect(await sharp(await small.arrayBuffer()).metadata()).toMatchObject({ width: 640, height: 427 });
  });

  test('an agent uploads, sends and fetches with its key alone', async () => {
    const conversationId = await conversation();
    const { key } = await createKey(house.app, maya.sandboxId, 'mine');
    const headers = { authorization: `Bearer ${key}` };
    const base = `${house.ownUrl}/bot/v1/sandboxes/${maya.sandboxId}`;
    const body = { conversationId, mimeType: 'text/csv', size: 4, filename: 'table.csv' };
    const place = await ask('POST', `${base}/attachments/init`, { headers, body });
    expect(place.status).toBe(201);
    expect(new URL(place.body.putUrl).origin).toBe(house.url);
    expect((await put(place.body.putUrl, Buffer.from('a,b\n'))).status).toBe(200);
    const content = [{ type: 'attachment', attachmentId: place.body.attachmentId }];
    expect((await ask('POST', `${base}/messages`, { headers, body: { conversationId, content } })).status).toBe(201);
    const url = `${base}/attachments/${place.body.attachmentId}/url?conversationId=${conversationId}`;
    const found = await ask('GET', url, { headers });
    expect(found.body).toMatchObject({ mimeType: 'text/csv', size: 4, filename: 'table.csv', thumbnailUrl: null });
    expect(await (await fetch(found.body.url)).text()).toBe('a,b\n');
  });

  test('the same announcement again is the same file until it is sent, and another one is a conflict', async () => {
    const conversationId = await conversation();
    const asked = { conversationId, mimeType: 'text/plain', size: 2, filename: 'a.txt', idempotencyKey: 'once' };
    const { attachmentId, putUrl } = await announce(house.app, maya.principal, asked);
    expect((await announce(house.app, maya.principal, asked)).attachmentId).toBe(attachmentId);
    await expect(announce(house.app, maya.principal, { ...asked, size: 3 })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect((await announce(house.app, zoe.principal, { ...asked, size: 3 })).attachmentId).not.toBe(attachmentId);
    await put(house.ownUrl + putUrl, Buffer.from('ab'));
    await send(house.app, maya.principal, { conversationId, content: [file({ attachmentId })] });
    expect((await announce(house.app, maya.principal, asked)).attachmentId).not.toBe(attachmentId);
  });

  test('what can’t be sent is refused by what is wrong with it, and leaves no message', async () => {
    const conversationId = await conversation();
    const elsewhere = await conversation();
    const own = await upload(house, maya.principal, conversationId, { bytes: Buffer.from('own') });
    const foreign = await upload(house, zoe.principal, conversationId, { bytes: Buffer.from('hers') });
    const distant = await upload(house, maya.principal, elsewhere, { bytes: Buffer.from('far') });
    const used = await upload(house, maya.principal, conversationId, { bytes: Buffer.from('used') });
    await sent(conversationId, used);
    const announced = { conversationId, mimeType: 'text/plain', size: 2, filename: 'a.txt' };
    const absent = await announce(house.app, maya.principal, announced);
    const tries: [string, { attachmentId: string }[]][] = [
      ['invalid_input', [{ attachmentId: ulid() }]],
      ['invalid_input', [distant]],
      ['invalid_input', [own, own]],
      ['forbidden', [own, foreign]],
      ['conflict', [used]],
      ['conflict', [absent]],
    ];
    const before = await listMessages(house.app, maya.principal, { conversationId, limit: 10 });
    for (const [code, files] of tries) {
      const content = [text('with a file'), ...files.map(file)];
      const body = { conversationId, content, clientId: ulid() };
      expect(await ask('POST', `${house.url}/v1/messages`, { headers: maya.headers, body })).toMatchObject({ code });
      const trpc = await ask('POST', `${house.url}/api/trpc/messages.send`, { headers: maya.headers, body });
      expect(trpc.code).toBe(code);
    }
    expect(await listMessages(house.app, maya.principal, { conversationId, limit: 10 })).toEqual(before);
    expect((await sent(conversationId, own)).content).toHaveLength(1);
  });

  test('eleven attachments are too many', async () => {
    const conversationId = await conversation();
    const content = Array.from({ length: 11 }, () => file({ attachmentId: ulid() }));
    const body = { conversationId, content, clientId: ulid() };
    const refused = await ask('POST', `${house.url}/v1/messages`, { headers: maya.headers, body });
    expect(refused).toMatchObject({ status: 400, code: 'invalid_input' });
    expect(refused.text).toContain('10 attachments');
  });

  test('one file raced into two messages is in one of them', async () => {
    const conversationId = await conversation();
    const one = await upload(house, maya.principal, conversationId, { bytes: Buffer.from('one') });
    const races = await Promise.allSettled(Array.from({ length: 5 }, () => sent(conversationId, one)));
    expect(races.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await listMessages(house.app, maya.principal, { conversationId, limit: 10 })).messages).toHaveLength(1);
  });

  test('a repeated send with files answers with the files, and links nothing anew', async () => {
    const conversationId = await conversation();
    const one = await upload(house, maya.principal, conversationId, { bytes: Buffer.from('one') });
    const input = { conversationId, content: [file(one)], clientId: ulid() };
    const first = await send(house.app, maya.principal, input);
    const again = await send(house.app, maya.principal, input);
    expect(again).toEqual({ ...first, repeated: true });
  });
});

describe('changing', () => {
  test('an edit may drop files and never add one; what was dropped is gone, in the history too', async () => {
    const conversationId = await conversation();
    const [kept, dropped, late] = await Promise.all(
      ['kept', 'dropped', 'late'].map((word) =>
        upload(house, maya.principal, conversationId, { bytes: Buffer.from(word), filename: `${word}.txt` }),
      ),
    );
    if (kept === undefined || dropped === undefined || late === undefined) throw new Error('three files');
    const message = await sent(conversationId, kept, dropped);
    const target = { conversationId, messageId: message.id };
    const adding = [file(kept), file(dropped), file(late)];
    await expect(edit(house.app, maya.principal, { ...target, content: adding, expectedVersion: 1 })).rejects.toSatisfy(
      (error: Error & { code?: string }) => error.code === 'CC409',
    );
    const url = `${house.url}/v1/messages/${message.id}`;
    const refused = await ask('PATCH', url, {
      headers: maya.headers,
      body: { conversationId, content: adding, expectedVersion: 1 },
    });
    expect(refused).toMatchObject({ status: 409, code: 'conflict' });

    const address = (await addressesOf(house.app, zoe.principal, { conversationId, ...dropped })).url;
    const edited = await edit(house.app, maya.principal, { ...target, content: [file(kept)], expectedVersion: 1 });
    expect(edited.message.content).toEqual([kept]);
    expect((await fetch(house.ownUrl + address)).status).toBe(404);
    const { versions } = await listVersions(house.app, maya.principal, { ...target, limit: 10 });
    expect(versions.map(({ content }) => content)).toEqual([[kept]]);
    await sweep();
    await expectNothingLeaked();
  });

  test('a deleted message’s files can’t be had by anybody, and their bytes go', async () => {
    const conversationId = await conversation();
    const bytes = await picture();
    const shown = await upload(house, maya.principal, conversationId, { bytes, mimeType: 'image/png' });
    const { id: messageId } = await sent(conversationId, shown);
    const { url, thumbnailUrl } = await addressesOf(house.app, zoe.principal, { conversationId, ...shown });
    expect((await fetch(house.ownUrl + url)).status).toBe(200);
    await deleteMessage(house.app, maya.principal, { conversationId, messageId });
    expect((await fetch(house.ownUrl + url)).status).toBe(404);
    expect((await fetch(house.ownUrl + String(thumbnailUrl))).status).toBe(404);
    await sweep();
    await expectNothingLeaked();
  });

  test('a deleted conversation takes its files along, sent or not', async () => {
    const conversationId = await conversation();
    const shown = await upload(house, maya.principal, conversationId, {
      bytes: await picture(),
      mimeType: 'image/png',
    });
    await sent(conversationId, shown);
    await upload(house, zoe.principal, conversationId, { bytes: Buffer.from('never sent') });
    await deleteConversation(house.app, maya.principal, conversationId);
    await sweep();
    await expectNothingLeaked();
  });

  test('an account that is deleted takes along the files of its agent’s conversations, and leaves those of others', async () => {
    const jonas = await person(house.app, 'Jonas');
    const { conversationId } = jonas;
    const own = await upload(house, jonas.principal, conversationId, { bytes: await picture(), mimeType: 'image/png' });
    await send(house.app, jonas.principal, { conversationId, content: [file(own)] });
    const shared = await conversation();
    await house.app.sql`insert into conversation_members (conversation_id, member_id, kind)
      values (${shared}, ${jonas.principal.userId}, 'user')`;
    const given = await upload(house, jonas.principal, shared, { bytes: Buffer.from('given') });
    await send(house.app, jonas.principal, { conversationId: shared, content: [file(given)] });
    await deleteAccount(house.app, jonas.principal, jonas.password);
    await sweep();
    await expectNothingLeaked();
    expect(await (await download(house, maya.principal, { conversationId: shared, ...given })).text()).toBe('given');
  });

  test('a removed member’s address is worth nothing from that moment', async () => {
    const conversationId = await conversation();
    const notes = await upload(house, maya.principal, conversationId, { bytes: Buffer.from('secret') });
    await sent(conversationId, notes);
    const { url } = await addressesOf(house.app, zoe.principal, { conversationId, ...notes });
    expect((await fetch(house.ownUrl + url)).status).toBe(200);
    await removeMember(house.app, maya.principal, { conversationId, memberId: zoe.principal.userId });
    expect((await fetch(house.ownUrl + url)).status).toBe(404);
  });

  test('a message without words is shown by the names of its files, in the list and in a reply', async () => {
    const conversationId = await conversation();
    const names = ['photo.png', 'notes, again.pdf'];
    const files = [];
    for (const filename of names) {
      files.push(await upload(house, maya.principal, conversationId, { bytes: Buffer.from('x'), filename }));
    }
    const { id } = await sent(conversationId, ...files);
    const previewText = 'photo.png, notes, again.pdf';
    const [item] = (await listConversations(house.app, zoe.principal, { limit: 1 })).conversations;
    expect(item?.preview?.text).toBe(previewText);
    const reply = { conversationId, content: [text('Nice')], inReplyToMessageId: id };
    const { message } = await send(house.app, zoe.principal, reply);
    expect(message.replyTo).toMatchObject({ previewText });
    const [listed] = (await listMessages(house.app, zoe.principal, { conversationId, limit: 1 })).messages;
    expect(listed).toEqual(message);
  });
});

describe('uploading', () => {
  async function place(size: number) {
    const conversationId = await conversation();
    const asked = { conversationId, mimeType: 'text/plain', size, filename: 'a.txt' };
    const { attachmentId, putUrl } = await announce(house.app, maya.principal, asked);
    return { conversationId, attachmentId, url: house.ownUrl + putUrl };
  }

  test.each([
    [9, '9 of 10'],
    [11, '11 of 10'],
    [0, 'nothing'],
  ])('%i bytes instead of ten are refused (%s), in one piece or in many, and nothing is kept', async (size) => {
    const { url, conversationId, attachmentId } = await place(10);
    const whole = await put(url, randomBytes(size));
    expect(whole.status).toBe(422);
    expect(await whole.json()).toMatchObject({ error: { code: 'impossible_value' } });
    const body = new ReadableStream({
      start(controller) {
        for (let at = 0; at < size; at++) controller.enqueue(new Uint8Array(1));
        controller.close();
      },
    });
    const pieces = await fetch(url, { method: 'PUT', body, duplex: 'half' } as RequestInit);
    expect(pieces.status).toBe(422);
    await expectNothingLeaked();
    const content = [file({ attachmentId })];
    await expect(send(house.app, maya.principal, { conversationId, content })).rejects.toMatchObject({ code: 'CC409' });
    expect((await put(url, randomBytes(10))).status).toBe(200);
    await sent(conversationId, { attachmentId } as FileBlock);
  });

  test('one that goes on beyond what it announced is hung up on, and not read to its end', async () => {
    const { url } = await place(1_000);
    const { status, written } = await pour(url, 20 * 1024 * 1024);
    expect(status).toBe(422);
    expect(written).toBeLessThan(10 * 1024 * 1024);
    await expectNothingLeaked();
  });

  test('one that is cut half-way leaves nothing, and can be tried again', async () => {
    const { url, conversationId, attachmentId } = await place(100_000);
    await cutOff(url, 50_000, 100_000);
    await expectSettled();
    expect((await put(url, randomBytes(100_000))).status).toBe(200);
    await sent(conversationId, { attachmentId } as FileBlock);
    await expectNothingLeaked();
  });

  test('one whose sender goes, with all sent or half of it, is no trouble of the server’s', async () => {
    const lines: { level: number; msg: string }[] = [];
    const log = { write: (line: string) => void lines.push(JSON.parse(line)) };
    await using server = await startTestApp({ log });
    const { app, ownUrl } = server;
    const { principal, conversationId } = await guest(app, 'Jonas');
    const announced = { conversationId, mimeType: 'text/plain', filename: 'notes.txt', size: 1_000 };
    for (const bytes of [500, 1_000]) {
      const { putUrl } = await announce(app, principal, announced);
      await cutOff(ownUrl + putUrl, bytes, 1_000);
    }
    await until(() => lines.filter(({ msg }) => msg === 'the caller went away').length === 2);
    expect(lines.filter(({ level }) => level >= 40)).toEqual([]);
  });

  test('of two uploads of one file the later stands whole, and the other’s bytes go', async () => {
    const { url, conversationId, attachmentId } = await place(50_000);
    const [a, b] = [randomBytes(50_000), randomBytes(50_000)];
    const answers = await Promise.all([put(url, a), put(url, b)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    await sent(conversationId, { attachmentId } as FileBlock);
    const got = await download(house, maya.principal, { conversationId, attachmentId });
    const bytes = Buffer.from(await got.arrayBuffer());
    expect(bytes.equals(a) || bytes.equals(b)).toBe(true);
    await sweep();
    await expectNothingLeaked();
  });

  test('what was sent can’t be changed by uploading again', async () => {
    const { url, conversationId, attachmentId } = await place(4);
    await put(url, Buffer.from('true'));
    await sent(conversationId, { attachmentId } as FileBlock);
    const again = await put(url, Buffer.from('fake'));
    expect(again.status).toBe(409);
    expect(await (await download(house, maya.principal, { conversationId, attachmentId })).text()).toBe('true');
    await expectNothingLeaked();
  });

  test('an address is refused when it was altered, is another’s, or has expired', async () => {
    const { url, attachmentId } = await place(4);
    const altered = new URL(url);
    for (const [name, value] of [
      ['signature', 'A'.repeat(43)],
      ['signature', ''],
      ['expires', String(Number(altered.searchParams.get('expires')) + 1)],
      ['for', zoe.principal.userId],
      ['conversationId', ulid()],
    ] as const) {
      const other = new URL(url);
      other.searchParams.set(name, value);
      expect((await put(String(other), Buffer.from('evil'))).status, `${name}=${value}`).toBe(403);
    }
    const another = url.replace(attachmentId, ulid());
    expect((await put(another, Buffer.from('evil'))).status).toBe(403);
    // What may be written may not be read with it.
    expect((await fetch(url)).status).toBe(403);
    clock.pass(15 * 60_000 + 1);
    expect((await put(url, Buffer.from('late'))).status).toBe(403);
    await expectNothingLeaked();
  });

  test('25 MiB and not one byte more can be announced', async () => {
    const conversationId = await conversation();
    const url = `${house.url}/v1/attachments/init`;
    const announced = { conversationId, mimeType: 'video/mp4', filename: 'a.mp4', size: 25 * 1024 * 1024 };
    const init = (body: object) => ask('POST', url, { headers: maya.headers, body });
    expect((await init(announced)).status).toBe(201);
    expect(await init({ ...announced, size: announced.size + 1 })).toMatchObject({ status: 413, code: 'too_large' });
    for (const size of [0, -1, 1.5, '5', null]) expect((await init({ ...announced, size })).status).toBe(400);
    for (const mimeType of ['', 'image', 'a b/c', 'x'.repeat(300)]) {
      expect((await init({ ...announced, mimeType })).status, `a type of ${mimeType}`).toBe(400);
    }
  });

  test('a store that fails is unavailable; nothing is left, and the next try works', async () => {
    const { url } = await place(4);
    store.fail = { status: 500, code: 'InternalError' };
    expect((await put(url, Buffer.from('four'))).status).toBe(503);
    await expectNothingLeaked();
    expect((await put(url, Buffer.from('four'))).status).toBe(200);
  });
});

describe('sweeping', () => {
  test('what was never sent goes after a day, and its bytes with it; what was sent stays', async () => {
    const conversationId = await conversation();
    const kept = await upload(house, maya.principal, conversationId, { bytes: Buffer.from('kept') });
    await sent(conversationId, kept);
    await upload(house, maya.principal, conversationId, { bytes: await picture(), mimeType: 'image/png' });
    clock.pass(23 * 3_600_000);
    await sweep();
    expect(await pendingIn(conversationId)).toBe(1);
    clock.pass(2 * 3_600_000);
    await sweep();
    expect(await pendingIn(conversationId)).toBe(0);
    await expectNothingLeaked();
    expect(await (await download(house, zoe.principal, { conversationId, ...kept })).text()).toBe('kept');
  });

  test('bytes of an upload that a crash ended are removed a day later', async () => {
    // As a process leaves it that dies between the last byte and the row.
    const key = randomBytes(16).toString('hex');
    const dueAt = new Date(clock.now().getTime() + 24 * 3_600_000);
    await house.app.sql`insert into unclaimed_files (key, due_at) values (${key}, ${dueAt})`;
    await house.app.storage.put(key, chunks(Buffer.from('orphan')), 6);
    await sweep();
    expect(store.objects.has(`files/${key}`)).toBe(true);
    clock.pass(24 * 3_600_000 + 1);
    await sweep();
    await expectNothingLeaked();
  });

  test('what the store refuses to remove is tried again, and holds nothing else up', async () => {
    const conversationId = await conversation();
    const files = [];
    for (const word of ['a', 'b'])
      files.push(await upload(house, maya.principal, conversationId, { bytes: Buffer.from(word) }));
    const { id: messageId } = await sent(conversationId, ...files);
    await deleteMessage(house.app, maya.principal, { conversationId, messageId });
    store.fail = { status: 503, code: 'SlowDown' };
    await sweep();
    const left = await house.app.sql`select key from unclaimed_files`;
    expect(left).toHaveLength(1);
    clock.pass(3_600_001);
    await sweep();
    await expectNothingLeaked();
    expect(await house.app.sql`select key from unclaimed_files`).toHaveLength(0);
  });
});

test('an export names the files', async () => {
  const conversationId = await conversation();
  const one = await upload(house, maya.principal, conversationId, { bytes: Buffer.from('x'), filename: 'taxes.pdf' });
  await sent(conversationId, one);
  let exported = '';
  for await (const piece of exportAccount(house.app, maya.principal)) exported += piece;
  const { conversations } = JSON.parse(exported) as {
    conversations: { conversationId: string; messages: unknown[] }[];
  };
  const found = conversations.find((each) => each.conversationId === conversationId);
  expect(found?.messages).toMatchObject([{ content: [{ type: 'attachment', filename: 'taxes.pdf', size: 1 }] }]);
});

test('what a message with files costs does not grow with their number', async () => {
  const conversationId = await conversation();
  const counting = countStatements(house.app);
  const costs = [];
  for (const count of [1, 10]) {
    const files = [];
    for (let n = 0; n < count; n++) {
      files.push(await upload(house, maya.principal, conversationId, { bytes: Buffer.from('x') }));
    }
    const { messageId } = await send(counting.app, maya.principal, { conversationId, content: files.map(file) });
    const sending = counting.take();
    await listMessages(counting.app, maya.principal, { conversationId, limit: 10 });
    const listing = counting.take();
    await addressesOf(counting.app, maya.principal, {
      conversationId,
      attachmentId: must(files[0], 'a file').attachmentId,
    });
    const addresses = counting.take();
    await deleteMessage(counting.app, maya.principal, { conversationId, messageId });
    costs.push({ sending, listing, addresses, deleting: counting.take() });
  }
  expect(costs).toEqual(Array.from({ length: 2 }, () => ({ sending: 2, listing: 1, addresses: 1, deleting: 2 })));
});

async function* chunks(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

async function pendingIn(conversationId: string): Promise<number> {
  const rows = await house.app.sql`
    select from attachments where conversation_id = ${conversationId} and status = 'pending'`;
  return rows.length;
}

/** Goes on sending until there is an answer. */
function pour(url: string, bytes: number): Promise<{ status: number; written: number }> {
  return new Promise((resolve, reject) => {
    let written = 0;
    const asking = request(url, { method: 'PUT' }, (res) => {
      resolve({ status: res.statusCode ?? 0, written });
      asking.destroy();
    });
    asking.on('error', reject);
    const more = (): void => {
      if (written >= bytes || asking.destroyed) return;
      written += 65_536;
      asking.write(Buffer.alloc(65_536), () => setImmediate(more));
    };
    more();
  });
}

/** Announces more than it sends, and hangs up. */
function cutOff(url: string, bytes: number, announced: number): Promise<void> {
  return new Promise((resolve) => {
    const asking = request(url, { method: 'PUT', headers: { 'content-length': announced } });
    asking.on('error', () => undefined);
    asking.once('close', () => resolve());
    asking.write(Buffer.alloc(bytes), () => asking.destroy());
  });
}

/** When the server has noticed, neither bytes nor a note of them are left. */
async function expectSettled(): Promise<void> {
  await until(async () => (await house.app.sql`select from unclaimed_files`).length === 0);
  await expectNothingLeaked();
}
