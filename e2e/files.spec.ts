import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import postgres from 'postgres';
import sharp from 'sharp';
import { BotApi } from '#lib/bot-sdk/api.ts';
import { expect, expectAccessible, expectAccessibleInAllThemes, phone, test } from './fixtures.ts';
import { pressTool } from './message-tools.ts';
import { agentKeyOf, openTogether } from './together.ts';

const field = (page: Page) => page.getByRole('textbox', { name: 'Message' });
const log = (page: Page) => page.getByRole('log');
const sendButton = (page: Page) => page.getByRole('button', { name: 'Send', exact: true });
const chosen = (page: Page) => page.getByRole('list', { name: 'Files of this message' });
const line = (page: Page, name: string) => chosen(page).getByRole('listitem').filter({ hasText: name });
const saidBy = (page: Page, words: string) => log(page).getByRole('article').filter({ hasText: words });

interface Sent {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

const notes: Sent = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('Restart at nine.') };

async function picture(name: string, colour: string): Promise<Sent> {
  const image = sharp({ create: { width: 600, height: 300, channels: 3, background: colour } });
  return { name, mimeType: 'image/png', buffer: await image.png().toBuffer() };
}

/** By the button, as with a picker. */
async function attach(page: Page, ...files: Sent[]): Promise<void> {
  const opened = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Attach files' }).click();
  await (await opened).setFiles(files);
}

/** What the browser does with files that come from elsewhere. */
async function bring(page: Page, { name, mimeType, buffer }: Sent) {
  return page.evaluateHandle(
    ({ name, mimeType, bytes }) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(bytes)], name, { type: mimeType }));
      return transfer;
    },
    { name, mimeType, bytes: [...buffer] },
  );
}

async function isPainted(image: Locator): Promise<boolean> {
  return image.evaluate((node) => node instanceof HTMLImageElement && node.complete && node.naturalWidth > 0);
}

test('Mira sends a picture and a text file with words, and one alone; Jonas sees them and saves them under their names', async ({
  as,
  server,
}) => {
  const [mira, jonas] = [await as('Mira'), await as('Jonas')];
  await openTogether(server, [mira, jonas]);
  await attach(mira, await picture('latency.png', '#446688'), notes);
  await expect(line(mira, 'latency.png')).toContainText(/\d k?B/);
  await expect(line(mira, 'notes.txt')).toContainText('16 B');
  await field(mira).fill('Look at this');
  await field(mira).press('Enter');
  await expect(chosen(mira)).toHaveCount(0);

  const said = saidBy(jonas, 'Look at this');
  await expect(said.getByRole('button', { name: 'Open latency.png' })).toBeVisible();
  await expect.poll(() => isPainted(said.locator('img'))).toBe(true);
  const saved = jonas.waitForEvent('download');
  await said.getByRole('button', { name: 'Download notes.txt' }).click();
  expect((await saved).suggestedFilename()).toBe('notes.txt');
  expect(await readFile(await (await saved).path(), 'utf8')).toBe('Restart at nine.');
  const savedPicture = jonas.waitForEvent('download');
  await said.getByRole('button', { name: 'Download latency.png' }).click();
  expect((await savedPicture).suggestedFilename()).toBe('latency.png');

  await attach(mira, { ...notes, name: 'alone.txt' });
  await expect(line(mira, 'alone.txt')).toContainText('16 B');
  await sendButton(mira).click();
  await expect(saidBy(jonas, 'alone.txt')).toBeVisible();
  await expect(saidBy(mira, 'alone.txt')).toBeVisible();
  await expectAccessibleInAllThemes(mira);
});

test('the place of a picture has its height before the picture is there', async ({ as, server }) => {
  const [mira, jonas] = [await as('Mira'), await as('Jonas')];
  await openTogether(server, [mira, jonas]);
  const { promise: mayLoad, resolve: letLoad } = Promise.withResolvers<void>();
  await jonas.route(/\/thumbnail\?/, async (route) => {
    await mayLoad;
    await route.continue();
  });
  await attach(mira, await picture('wide.png', '#884422'));
  await expect(line(mira, 'wide.png')).toContainText(/\d k?B/);
  await sendButton(mira).click();
  const place = jonas.getByRole('button', { name: 'Open wide.png' });
  await expect(place).toBeVisible();
  const before = await place.boundingBox();
  expect(before).toMatchObject({ width: 400, height: 200 });
  letLoad();
  await expect.poll(() => isPainted(place.locator('img'))).toBe(true);
  // Its size, not its place: the agent's answer may have come below it.
  expect(await place.boundingBox()).toMatchObject({ width: 400, height: 200 });
});

test('a picture whose address is worth nothing any more gets another one, and then says that it did not load', async ({
  as,
  server,
}) => {
  const [mira, jonas] = [await as('Mira'), await as('Jonas')];
  await openTogether(server, [mira, jonas]);
  let refused = 0;
  let refusals = 1;
  await jonas.route(/\/thumbnail\?/, async (route) => {
    if (refused >= refusals) return route.continue();
    refused += 1;
    return route.fulfill({ status: 403, body: '' });
  });
  await attach(mira, await picture('one.png', '#226644'));
  await expect(line(mira, 'one.png')).toContainText(/\d k?B/);
  await sendButton(mira).click();
  await expect.poll(() => isPainted(jonas.getByRole('button', { name: 'Open one.png' }).locator('img'))).toBe(true);
  expect(refused).toBe(1);

  refusals = 3;
  await attach(mira, await picture('two.png', '#224466'));
  await expect(line(mira, 'two.png')).toContainText(/\d k?B/);
  await sendButton(mira).click();
  await expect(jonas.getByText("This picture didn't load.")).toBeVisible();
  await expectAccessible(jonas);
  await jonas.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => isPainted(jonas.getByRole('button', { name: 'Open two.png' }).locator('img'))).toBe(true);
});

test('the viewer goes through the pictures by arrows, saves one, and gives the focus back', async ({ as, server }) => {
  const [mira, jonas] = [await as('Mira'), await as('Jonas')];
  await openTogether(server, [mira, jonas]);
  await attach(mira, await picture('first.png', '#aa3333'), notes, await picture('second.png', '#33aa33'));
  await expect(line(mira, 'second.png')).toContainText(/\d k?B/);
  await expect(mira.getByText(/on (its|their) way/)).toHaveCount(0);
  await sendButton(mira).click();
  // The agent's answer is the last thing that moves the log.
  await expect(log(jonas).getByRole('article')).toHaveCount(3);
  const first = jonas.getByRole('button', { name: 'Open first.png' });
  await first.click();
  const viewer = jonas.getByRole('dialog', { name: 'Pictures' });
  await expect(viewer).toContainText('1 of 2');
  await expect.poll(() => isPainted(viewer.getByRole('img', { name: 'first.png' }))).toBe(true);
  await expectAccessible(jonas);
  await jonas.keyboard.press('ArrowRight');
  await expect(viewer).toContainText('2 of 2');
  await jonas.keyboard.press('ArrowRight');
  await expect(viewer.getByRole('img', { name: 'second.png' })).toBeVisible();
  const saved = jonas.waitForEvent('download');
  await viewer.getByRole('button', { name: 'Download second.png' }).click();
  expect((await saved).suggestedFilename()).toBe('second.png');
  await jonas.keyboard.press('ArrowLeft');
  await expect(viewer).toContainText('first.png');
  await jonas.keyboard.press('Escape');
  await expect(viewer).toBeHidden();
  await expect(first).toBeFocused();

  // The address that the picture was shown by has run out, and another one isn't to be had.
  await first.press('Enter');
  await expect(viewer).toContainText('first.png');
  await jonas.route(/attachments\.url/, (route) => route.abort());
  await jonas.clock.setFixedTime(Date.now() + 7_200_000);
  await viewer.getByRole('button', { name: 'Download first.png' }).click();
  await expect(viewer).toContainText('Not downloaded.');
});

test('what calls itself a picture and is none is a file', async ({ as, server }) => {
  const mira = await as('Mira');
  await openTogether(server, [mira]);
  await attach(mira, { name: 'trap.png', mimeType: 'image/png', buffer: Buffer.from('<script>alert(1)</script>') });
  await expect(line(mira, 'trap.png')).toContainText('25 B');
  await sendButton(mira).click();
  await expect(log(mira).getByRole('button', { name: 'Download trap.png' })).toBeVisible();
  await expect(log(mira).getByRole('button', { name: 'Open trap.png' })).toHaveCount(0);
});

test('files can be dropped anywhere and pasted; the sign stays while they cross what is below', async ({
  as,
  server,
}) => {
  const mira = await as('Mira');
  await openTogether(server, [mira]);
  const dropped = await bring(mira, { ...notes, name: 'dropped.txt' });
  const sign = mira.getByText('Drop files here');
  await log(mira).dispatchEvent('dragenter', { dataTransfer: dropped });
  await expect(sign).toBeVisible();
  await field(mira).dispatchEvent('dragenter', { dataTransfer: dropped });
  await log(mira).dispatchEvent('dragleave', { dataTransfer: dropped });
  await expect(sign).toBeVisible();
  await field(mira).dispatchEvent('dragleave', { dataTransfer: dropped });
  await expect(sign).toBeHidden();
  await log(mira).dispatchEvent('dragenter', { dataTransfer: dropped });
  await log(mira).dispatchEvent('drop', { dataTransfer: dropped });
  await expect(sign).toBeHidden();
  await expect(line(mira, 'dropped.txt')).toContainText('16 B');

  const pasted = await bring(mira, { ...notes, name: 'pasted.txt' });
  await field(mira).evaluate(
    (area, clipboardData) =>
      area.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })),
    pasted,
  );
  await expect(line(mira, 'pasted.txt')).toContainText('16 B');
  await expect(field(mira)).toHaveValue('');
});

test('files that are dropped while a message is edited are let fall, and the page stays', async ({ as, server }) => {
  const mira = await as('Mira');
  await openTogether(server, [mira]);
  await field(mira).fill('Soon edited');
  await field(mira).press('Enter');
  await expect(log(mira).getByRole('article')).toHaveCount(3);
  await field(mira).press('ArrowUp');
  await expect(field(mira)).toHaveValue('Soon edited');
  const dropped = await bring(mira, notes);
  await log(mira).dispatchEvent('dragenter', { dataTransfer: dropped });
  await expect(mira.getByText('Drop files here')).toHaveCount(0);
  await log(mira).dispatchEvent('drop', { dataTransfer: dropped });
  await field(mira).press('Escape');
  await expect(field(mira)).toHaveValue('');
  await expect(chosen(mira)).toHaveCount(0);
});

test('a file on its way holds the message back, and can be cancelled', async ({ as, server }) => {
  const mira = await as('Mira');
  await openTogether(server, [mira]);
  const { promise: mayGo, resolve: letGo } = Promise.withResolvers<void>();
  await mira.route(/\/bytes\?/, async (route) => {
    await mayGo;
    await route.continue().catch(() => undefined);
  });
  await field(mira).fill('Here is the dump');
  await attach(mira, { ...notes, name: 'staging.dump' });
  await expect(line(mira, 'staging.dump').getByRole('progressbar')).toBeVisible();
  await expect(mira.getByText('1 file is on its way')).toBeVisible();
  await field(mira).press('Enter');
  await expect(field(mira)).toHaveValue('Here is the dump');
  await expectAccessible(mira);
  await mira.getByRole('button', { name: 'Cancel staging.dump' }).click();
  await expect(chosen(mira).getByRole('listitem')).toHaveCount(0);
  await expect(field(mira)).toBeFocused();
  letGo();
  await field(mira).press('Enter');
  await expect(saidBy(mira, 'Here is the dump')).toBeVisible();
  await expect(log(mira)).not.toContainText('staging.dump');
});

test('what is too big says so in its place, asks the server nothing, and holds the message back until it is gone', async ({
  as,
  server,
}) => {
  const mira = await as('Mira');
  await openTogether(server, [mira]);
  let asked = 0;
  await mira.route(/attachments\.init/, (route) => {
    asked += 1;
    return route.continue();
  });
  await mira.evaluate(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(25 * 1024 * 1024 + 1)], 'film.mp4'));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
  });
  await expect(line(mira, 'film.mp4')).toContainText('Too big, 25 MB at most');
  await field(mira).fill('The film');
  await field(mira).press('Enter');
  await expect(field(mira)).toHaveValue('The film');
  await expectAccessibleInAllThemes(mira);
  await mira.getByRole('button', { name: 'Remove film.mp4' }).click();
  await field(mira).press('Enter');
  await expect(saidBy(mira, 'The film')).toBeVisible();
  expect(asked).toBe(0);
});

test('of eleven files ten are taken, and it is said that one was not', async ({ as, server }) => {
  const mira = await as('Mira');
  await openTogether(server, [mira]);
  await attach(mira, ...Array.from({ length: 11 }, (_, index) => ({ ...notes, name: `part-${index + 1}.txt` })));
  await expect(chosen(mira).getByRole('listitem')).toHaveCount(10);
  await expect(mira.getByText('10 files at most. 1 was not added.')).toBeVisible();
  await expect(mira.getByText(/on (its|their) way/)).toHaveCount(0);
  await sendButton(mira).click();
  await expect(log(mira).getByRole('button', { name: /^Download part-/ })).toHaveCount(10);
});

test('an upload that broke says why, and goes through when it is tried again', async ({ as, server }) => {
  const mira = await as('Mira');
  await openTogether(server, [mira]);
  await mira.route(
    /\/bytes\?/,
    (route) => route.fulfill({ status: 503, json: { error: { code: 'unavailable', message: 'The store is away.' } } }),
    { times: 1 },
  );
  await attach(mira, notes);
  await expect(line(mira, 'notes.txt')).toContainText('Not uploaded. The store is away.');
  await expect(mira.getByText('1 file holds it back')).toBeVisible();
  await line(mira, 'notes.txt').getByRole('button', { name: 'Try again' }).click();
  await expect(line(mira, 'notes.txt')).toContainText('16 B');
  await sendButton(mira).click();
  await expect(log(mira).getByRole('button', { name: 'Download notes.txt' })).toBeVisible();
});

test('a message with a file that waits for a connection survives a reload, and arrives once', async ({
  as,
  server,
}) => {
  const [mira, jonas] = [await as('Mira'), await as('Jonas')];
  await openTogether(server, [mira, jonas]);
  await attach(mira, notes);
  await expect(line(mira, 'notes.txt')).toContainText('16 B');
  // Nothing that is sent gets an answer: it waits here, and is uncertain.
  await mira.route(/messages\.send/, (route) => route.abort());
  await field(mira).fill('With a file');
  await field(mira).press('Enter');
  await expect(saidBy(mira, 'With a file')).toContainText('notes.txt');
  await mira.reload();
  await expect(saidBy(mira, 'With a file')).toContainText('notes.txt');
  await expect(saidBy(jonas, 'With a file')).toHaveCount(0);
  await mira.unroute(/messages\.send/);
  await mira.reload();
  await expect(saidBy(jonas, 'With a file')).toHaveCount(1);
  await expect(saidBy(jonas, 'With a file').getByRole('button', { name: 'Download notes.txt' })).toBeVisible();
  await expect(saidBy(mira, 'With a file')).toHaveCount(1);
});

test('what was chosen and not sent is there after a reload and goes along; what was on its way is to be chosen again', async ({
  as,
  server,
}) => {
  const [mira, jonas] = [await as('Mira'), await as('Jonas')];
  await openTogether(server, [mira, jonas]);
  await field(mira).fill('Both of them');
  await attach(mira, notes);
  await expect(line(mira, 'notes.txt')).toContainText('16 B');
  const { promise: mayGo, resolve: letGo } = Promise.withResolvers<void>();
  await mira.route(/\/bytes\?/, async (route) => {
    await mayGo;
    await route.continue().catch(() => undefined);
  });
  await attach(mira, { ...notes, name: 'staging.dump' });
  await expect(line(mira, 'staging.dump').getByRole('progressbar')).toBeVisible();
  await mira.reload();
  letGo();

  await expect(field(mira)).toHaveValue('Both of them');
  await expect(line(mira, 'notes.txt')).toContainText('16 B');
  await expect(line(mira, 'staging.dump')).toContainText('Choose it again');
  await expect(mira.getByText('1 file holds it back')).toBeVisible();
  await expectAccessible(mira);
  await attach(mira, { ...notes, name: 'staging.dump' });
  await expect(line(mira, 'staging.dump')).toContainText('16 B');
  await field(mira).press('Enter');
  const said = saidBy(jonas, 'Both of them');
  await expect(said.getByRole('button', { name: /^Download/ })).toHaveCount(2);
  await mira.reload();
  await expect(saidBy(mira, 'Both of them')).toBeVisible();
  await expect(chosen(mira)).toHaveCount(0);
});

test('of two pages one has the files; the other takes them up when that one is gone', async ({ as, server }) => {
  const mira = await as('Mira');
  await openTogether(server, [mira]);
  await attach(mira, notes);
  await expect(line(mira, 'notes.txt')).toContainText('16 B');
  const other = await mira.context().newPage();
  await other.goto(mira.url());
  await expect(log(other).getByRole('article')).toHaveCount(1);
  await expect(chosen(other)).toHaveCount(0);
  await mira.close();
  await expect(line(other, 'notes.txt')).toContainText('16 B');
});

test('when the server has a chosen file no more, the message says so and keeps its words', async ({ as, server }) => {
  const mira = await as('Mira');
  await openTogether(server, [mira]);
  await attach(mira, notes);
  await expect(line(mira, 'notes.txt')).toContainText('16 B');
  await mira.reload();
  await expect(line(mira, 'notes.txt')).toContainText('16 B');
  const sql = postgres({ ...server.database, max: 1 });
  await sql`delete from attachments where status = 'pending'`;
  await sql.end();
  await field(mira).fill('With what is gone');
  await field(mira).press('Enter');
  await expect(saidBy(mira, 'With what is gone')).toContainText('Not sent.');
  await mira.reload();
  await expect(saidBy(mira, 'With what is gone')).toContainText('Not sent.');
});

test('who signs out leaves no chosen file behind', async ({ as, server }) => {
  const mira = await as('Mira');
  await openTogether(server, [mira]);
  await attach(mira, notes);
  await expect(line(mira, 'notes.txt')).toContainText('16 B');
  const names = () => mira.evaluate(() => Object.values(localStorage).join('').includes('notes.txt'));
  expect(await names()).toBe(true);
  await mira.getByRole('button', { name: 'Mira, your account' }).click();
  await mira.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(mira).toHaveURL(/\/sign-in/);
  expect(await names()).toBe(false);
});

test('a file that is chosen offline waits in words, and goes up with the connection', async ({ as, server }) => {
  const mira = await as('Mira');
  await openTogether(server, [mira]);
  // The code for files comes with the first one.
  await attach(mira, { ...notes, name: 'before.txt' });
  await expect(line(mira, 'before.txt')).toContainText('16 B');
  await mira.context().setOffline(true);
  await attach(mira, notes);
  await expect(line(mira, 'notes.txt')).toContainText('Waits until you are back online');
  await mira.context().setOffline(false);
  await expect(line(mira, 'notes.txt')).toContainText('16 B');
});

test('who looks into another conversation finds the file where it was', async ({ as, server }) => {
  const mira = await as('Mira');
  await openTogether(server, [mira]);
  const here = new URL(mira.url()).pathname;
  await attach(mira, notes);
  await expect(line(mira, 'notes.txt')).toContainText('16 B');
  await mira.getByRole('button', { name: 'New conversation' }).first().click();
  await expect(mira).not.toHaveURL(new RegExp(here));
  await expect(field(mira)).toBeVisible();
  await expect(chosen(mira)).toHaveCount(0);
  await mira.goBack();
  await expect(line(mira, 'notes.txt')).toContainText('16 B');
});

test('a question with a file that is asked again replies to the message that has the file', async ({ as, server }) => {
  const mira = await as('Mira');
  const conversationId = await openTogether(server, [mira]);
  await attach(mira, notes);
  await expect(line(mira, 'notes.txt')).toContainText('16 B');
  await field(mira).fill('When does it restart?');
  await field(mira).press('Enter');
  await expect(saidBy(mira, 'no language model')).toBeVisible();
  const agent = new BotApi({ url: server.url, ...(await agentKeyOf(server, conversationId)) });
  const { messageId } = await agent.open({ conversationId });
  await agent.append({ conversationId, messageId }, { offset: 0, text: 'It restarts' });
  await pressTool(saidBy(mira, 'It restarts'), 'Stop');
  // An agent has ten seconds to end by itself.
  const again = mira.getByRole('button', { name: 'Ask again' });
  await expect(again).toBeVisible({ timeout: 30_000 });
  const sent = mira.waitForRequest(/messages\.send/);
  await again.click();
  const { content, inReplyToMessageId } = (await sent).postDataJSON() as Record<string, unknown>;
  expect(content).toEqual([{ type: 'text', text: 'When does it restart?' }]);
  await expect(saidBy(mira, 'When does it restart?')).toHaveCount(2);
  const quote = saidBy(mira, 'When does it restart?')
    .last()
    .getByRole('button', { name: /^In reply to/ });
  await quote.click();
  await expect(mira.locator('[data-found=true]').getByRole('button', { name: 'Download notes.txt' })).toBeVisible();
  expect(inReplyToMessageId).toBeTruthy();
});

test('composing never sends, Shift+Enter breaks the line, and the field grows to two fifths of the height', async ({
  as,
  server,
}) => {
  const mira = await as('Mira');
  await openTogether(server, [mira]);
  await field(mira).pressSequentially('one');
  await field(mira).dispatchEvent('keydown', { key: 'Enter', isComposing: true });
  await field(mira).dispatchEvent('keydown', { key: 'Enter', keyCode: 229 });
  await field(mira).press('Shift+Enter');
  await field(mira).pressSequentially('two');
  await expect(field(mira)).toHaveValue('one\ntwo');
  await field(mira).fill('line\n'.repeat(100));
  const { height } = (await field(mira).boundingBox()) ?? { height: 0 };
  expect(height).toBe((mira.viewportSize()?.height ?? 0) * 0.4);
  await field(mira).fill('a'.repeat(6_399));
  await expect(mira.getByText('characters left')).toHaveCount(0);
  await field(mira).fill('a'.repeat(6_400));
  await expect(mira.getByText('1,600 characters left').filter({ visible: true })).toHaveCount(1);
});

test('on a phone of 360 px files and names have their place, and room for a finger', async ({ as, server }) => {
  const mira = await as('Mira', phone);
  await openTogether(server, [mira]);
  await attach(mira, await picture('a-picture-with-quite-a-long-name-for-a-phone.png', '#557799'), notes);
  await expect(line(mira, 'notes.txt')).toContainText('16 B');
  await expect(mira.getByText(/on (its|their) way/)).toHaveCount(0);
  await field(mira).fill('@');
  await expect(mira.getByRole('listbox', { name: 'People to mention' })).toBeVisible();
  expect(await mira.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  await expectAccessible(mira);
  await field(mira).fill('');
  await sendButton(mira).click();
  const open = mira.getByRole('button', { name: /^Open a-picture/ });
  await expect(open).toBeVisible();
  expect(await mira.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  await open.tap();
  await expect(mira.getByRole('dialog', { name: 'Pictures' })).toBeVisible();
  expect(await mira.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  await expectAccessible(mira);
});
