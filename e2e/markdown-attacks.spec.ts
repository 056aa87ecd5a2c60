import type { Page } from '@playwright/test';
import { corpus } from '#components/markdown/corpus.ts';
import { BotApi } from '#lib/bot-sdk/api.ts';
import { expect, test } from './fixtures.ts';

/** So many grow at once: few, since a message that nobody adds to for half a minute is ended. */
const atOnce = 6;

/** What ran, wanted to run, or was asked of somebody else: anything of it is a way out of a message. */
async function watch(page: Page, own: string): Promise<() => Promise<string[]>> {
  const seen: string[] = [];
  page.on('dialog', async (dialog) => {
    seen.push(`a dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (/^https?:$/.test(protocol) && origin !== own) seen.push(`a request to ${request.url()}`);
  });
  page.on('framenavigated', (frame) => {
    if (frame !== page.mainFrame()) seen.push(`a frame with ${frame.url()}`);
  });
  await page.addInitScript(() => {
    const refused: string[] = [];
    Object.assign(window, { refused });
    addEventListener('securitypolicyviolation', ({ effectiveDirective, sample }) =>
      refused.push(`refused: ${effectiveDirective} ${sample}`),
    );
  });
  return async () => [...seen, ...(await page.evaluate(() => (window as never as { refused: string[] }).refused))];
}

/** Does to everything in the newest messages what could set something off, but follows no link to a place of its own. */
function touch(page: Page, count: number): Promise<void> {
  return page.getByRole('log').evaluate((log, newest) => {
    for (const link of log.querySelectorAll('a')) link.addEventListener('click', (event) => event.preventDefault());
    const messages = [...log.querySelectorAll('article')].slice(-newest);
    for (const element of messages.flatMap((message) => [...message.querySelectorAll<HTMLElement>('*')])) {
      for (const kind of ['mouseover', 'focus', 'pointerenter', 'animationstart', 'toggle', 'load', 'error'])
        element.dispatchEvent(new Event(kind, { bubbles: true }));
      if (element instanceof HTMLAnchorElement) element.click();
    }
  }, count);
}

/** What a message may not bring along, whatever stands in it. */
const foreign =
  'script, iframe, object, embed, form, base, meta, link, style, audio, video, math, template, [srcdoc], [onerror]';

test('no payload runs, loads or frames anything in a real page: half written, touched, and whole', async ({
  as,
  server,
}) => {
  test.slow();
  const page = await as('Maya');
  const found = await watch(page, new URL(server.url).origin);
  const made = await page.request.post('/api/trpc/bots.create', {
    data: { label: 'Harbor' },
    headers: { origin: server.url, 'x-claw-chat': '1' },
  });
  const { sandbox, conversationId, key } = (await made.json()).result.data;
  const bot = new BotApi({ url: server.url, sandboxId: sandbox.sandboxId, key: key.key });
  await page.goto(`/claw/chat/${conversationId}`);
  const log = page.getByRole('log');

  for (let from = 0; from < corpus.length; from += atOnce) {
    const payloads = corpus.slice(from, from + atOnce).map((payload, n) => `n${from + n}\n\n${payload}`);
    const growing = await Promise.all(
      payloads.map(async (text) => {
        const place = { conversationId, messageId: (await bot.open({ conversationId })).messageId };
        const half = Math.ceil((text.length + text.indexOf('\n')) / 2);
        await bot.append(place, { offset: 0, text: text.slice(0, half) });
        return { place, text, half };
      }),
    );
    await expectShown(growing.length);
    for (const { place, text, half } of growing) {
      await bot.append(place, { offset: half, text: text.slice(half) });
      await bot.finish(place, [{ type: 'text', text }]);
    }
    await expect(log.locator('[aria-busy="true"]')).toHaveCount(0);
    await expectShown(growing.length);

    async function expectShown(count: number) {
      const markers = Array.from({ length: count }, (_, n) => `n${from + n}`);
      await expect
        .poll(async () => {
          const lines = (await log.innerText()).split('\n').map((line) => line.trim());
          return markers.filter((marker) => !lines.includes(marker));
        })
        .toEqual([]);
      await expectHarmless(count);
    }
  }
  await expectHarmless(Infinity);

  async function expectHarmless(newest: number) {
    await touch(page, newest);
    expect(await log.locator('article').locator(foreign).count()).toBe(0);
    expect(await found()).toEqual([]);
  }
});
