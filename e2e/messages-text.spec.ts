import type { Page } from '@playwright/test';
import { BotApi } from '#lib/bot-sdk/api.ts';
import { corpus } from '#components/markdown/corpus.ts';
import { expect, expectAccessibleInAllThemes, test } from './fixtures.ts';
import type { TestServer } from './server.ts';
import { pressTool } from './message-tools.ts';
import { agentKeyOf, openTogether } from './together.ts';

const desk = { viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' } as const;
const log = (page: Page) => page.getByRole('log');
const articles = (page: Page) => log(page).getByRole('article');

const answer = `## What changes

\`orders.placed_at\` becomes **timestamptz**; see [the plan](https://example.org/plan).

- a partial index, 1.2 GB → 90 MB
- [x] tried on staging

| table | rows |
|:------|-----:|
| orders | 4,812 |

\`\`\`sql
create index concurrently orders_open
  on orders (placed_at) where state = 'open'; -- 90 MB
\`\`\`

> The old column stays for one release.`;

async function agentOf(server: TestServer, conversationId: string): Promise<BotApi> {
  return new BotApi({ url: server.url, ...(await agentKeyOf(server, conversationId)) });
}

test('an answer in Markdown is what it means: headings, lists, tables, links and code', async ({ as, server }) => {
  const page = await as('Maya', desk);
  const conversationId = await openTogether(server, [page]);
  await (await agentOf(server, conversationId)).send({ conversationId, text: answer });
  const message = articles(page).last();
  await expect(message.getByRole('heading', { name: 'What changes' })).toBeVisible();
  await expect(message.getByRole('link', { name: 'the plan' })).toHaveAttribute('rel', 'noopener noreferrer');
  await expect(message.getByRole('cell', { name: '4,812' })).toBeVisible();
  await expect(message.getByRole('img', { name: 'Done' })).toBeVisible();
  await expect(message.locator('.text-code-keyword').first()).toHaveText('create');
  await expectAccessibleInAllThemes(page);
});

test('code is copied as it was written, and says so in its place', async ({ as, server }) => {
  const page = await as('Maya', desk);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const conversationId = await openTogether(server, [page]);
  const lines = Array.from({ length: 60 }, (_, i) => `line ${i + 1}`).join('\n');
  await (await agentOf(server, conversationId)).send({ conversationId, text: `\`\`\`text\n${lines}\n\`\`\`` });
  const code = articles(page).last();
  await expect(code.getByText('line 24')).toBeVisible();
  await expect(code.getByText('line 25')).toHaveCount(0);
  await expect(async () => {
    await code.getByRole('button', { name: 'Copy' }).click({ timeout: 1_000 });
    // It says so for two seconds, which a busy machine may spend elsewhere.
    await expect(code.getByRole('button', { name: 'Copied' })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(lines);
  await code.getByRole('button', { name: 'Show all 60 lines' }).click();
  await expect(code.getByText('line 60')).toBeVisible();
});

test('nothing that was written runs, whole or half', async ({ as, server }) => {
  const page = await as('Maya', desk);
  const seen: string[] = [];
  page.on('dialog', (dialog) => {
    seen.push(dialog.message());
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url) && !request.url().startsWith('data:')) seen.push(request.url());
  });
  const conversationId = await openTogether(server, [page]);
  const agent = await agentOf(server, conversationId);
  for (let at = 0; at < corpus.length; at += 16) {
    await agent.send({ conversationId, text: corpus.slice(at, at + 16).join('\n\n') });
  }
  await expect(articles(page)).toHaveCount(1 + Math.ceil(corpus.length / 16));
  const { messageId } = await agent.open({ conversationId });
  let offset = 0;
  for (const payload of [
    '<img src=x onerror=',
    'alert(1)>',
    '\n\n[x](java',
    'script:alert(1)) ',
    '<scr',
    'ipt>alert(1)</script>',
  ]) {
    await agent.append({ conversationId, messageId }, { offset, text: payload });
    offset += payload.length;
  }
  await expect(articles(page).last()).toContainText('<script>alert(1)</script>');
  const harm = await log(page).evaluate((element) =>
    [...element.querySelectorAll('*')].flatMap((one) => {
      const attributes = [...one.attributes].map(({ name }) => name);
      const isForeign = ['SCRIPT', 'IMG', 'IFRAME', 'STYLE', 'FORM', 'INPUT', 'OBJECT', 'BASE', 'META'].includes(
        one.tagName,
      );
      const leads = one instanceof HTMLAnchorElement && !/^(https?|mailto):$/.test(one.protocol);
      return isForeign || leads || attributes.some((name) => name.startsWith('on')) ? [one.outerHTML] : [];
    }),
  );
  expect(harm).toEqual([]);
  expect(seen).toEqual([]);
});

test('a streamed answer grows at its end alone: finished blocks are not touched again', async ({ as, server }) => {
  const page = await as('Maya', desk);
  const conversationId = await openTogether(server, [page]);
  const agent = await agentOf(server, conversationId);
  const { messageId } = await agent.open({ conversationId });
  await expect(articles(page)).toHaveCount(2);
  await expect(articles(page).last()).toHaveAttribute('aria-busy', 'true');
  await agent.append({ conversationId, messageId }, { offset: 0, text: answer });
  await expect(articles(page).last().getByText('The old column stays')).toBeVisible();
  // Colours come late, once; from then on the block is finished.
  await expect(articles(page).last().locator('.text-code-keyword').first()).toHaveText('create');

  await log(page).evaluate((element) => {
    const written = [...element.querySelectorAll('.written')].at(-1);
    const finished = [...(written?.children ?? [])].slice(0, -1);
    if (written === undefined || finished.length === 0) throw new Error('no finished block');
    const touched: string[] = [];
    new MutationObserver((records) => touched.push(...records.map(({ type }) => type))).observe(written, {
      childList: true,
      subtree: false,
    });
    for (const block of finished) {
      new MutationObserver((records) => touched.push(...records.map(({ type }) => type))).observe(block, {
        childList: true,
        subtree: true,
        characterData: true,
        attributes: true,
      });
    }
    Object.assign(window, { touched, finished });
  });
  let offset = answer.length;
  for (const words of [' Then', ' it', ' goes,', ' with', ' the', ' next.']) {
    await agent.append({ conversationId, messageId }, { offset, text: words });
    offset += words.length;
    await expect(articles(page).last()).toContainText(words.trim());
  }
  const result = await page.evaluate(() => {
    const { touched, finished } = window as unknown as { touched: string[]; finished: Element[] };
    return { touched, areThere: finished.every((block) => block.isConnected) };
  });
  expect(result).toEqual({ touched: [], areThere: true });

  await agent.finish({ conversationId, messageId }, []);
  await expect(articles(page).last()).not.toHaveAttribute('aria-busy', 'true');
  await expect(articles(page).last().locator('.text-code-keyword').first()).toHaveText('create');
});

test('who is meant stands out, where the message says so', async ({ as, server }) => {
  const [maya, jonas] = [await as('Maya', desk), await as('Jonas', desk)];
  await openTogether(server, [maya, jonas]);
  await maya.getByRole('textbox', { name: 'Message' }).fill('Yes. @Jonas has the numbers, @Priya does not');
  await maya.keyboard.press('Escape');
  await maya.keyboard.press('Enter');
  const message = log(jonas).getByRole('article').filter({ hasText: 'has the numbers' });
  await expect(message.locator('.bg-signal-wash')).toHaveText(['@Jonas']);
});

test('a stopped answer ends where it was, and can be asked for again', async ({ as, server }) => {
  const page = await as('Maya', desk);
  const conversationId = await openTogether(server, [page]);
  const agent = await agentOf(server, conversationId);
  const { messageId } = await agent.open({ conversationId });
  await agent.append({ conversationId, messageId }, { offset: 0, text: 'It goes on and on' });
  const message = articles(page).last();
  await expect(message).toContainText('on and on');
  const asked = page.waitForResponse(/messages\.stop/);
  await pressTool(message, 'Stop');
  expect((await asked).ok()).toBe(true);
});
