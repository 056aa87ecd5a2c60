import { copyFile } from 'node:fs/promises';
import type { CDPSession, Page } from '@playwright/test';
import { phone, test } from './fixtures.ts';
import { desk } from './states/stage.ts';
import { walks } from './states/walks.ts';

/** Every screen and state lies where git doesn't look; few are for the readers of the docs. */
const everything = '.data/pictures';
const forReaders: Record<string, string> = { 'chat.light': 'docs/pictures/chat-light.png' };

const looks = [
  { name: 'light', size: desk.viewport, media: { colorScheme: 'light' } },
  { name: 'dark', size: desk.viewport, media: { colorScheme: 'dark' } },
  { name: 'contrast', size: desk.viewport, media: { colorScheme: 'light', contrast: 'more' } },
  { name: 'forced', size: desk.viewport, media: { colorScheme: 'dark', forcedColors: 'active' } },
  { name: 'phone', size: phone.viewport, media: { colorScheme: 'light' } },
  { name: 'phone-dark', size: phone.viewport, media: { colorScheme: 'dark' } },
] as const;

/** In every look, or in those of a phone where the page is on one. It is left as it came. */
async function show(state: string, page: Page): Promise<void> {
  const size = page.viewportSize() ?? desk.viewport;
  const isOnPhone = size.width === phone.viewport.width;
  await page.evaluate(() => document.fonts.ready);
  for (const look of looks.filter((one) => !isOnPhone || one.size === phone.viewport)) {
    await page.setViewportSize(look.size);
    await setFinger(page, look.size === phone.viewport);
    await page.emulateMedia({ contrast: 'no-preference', forcedColors: 'none', ...look.media });
    const path = `${everything}/${state}.${look.name}.png`;
    await page.screenshot({ path, animations: 'disabled' });
    const shown = forReaders[`${state}.${look.name}`];
    if (shown !== undefined) await copyFile(path, shown);
  }
  await setFinger(page, isOnPhone);
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Where there is a finger, what needs room for one has it. */
async function setFinger(page: Page, isThere: boolean): Promise<void> {
  const session = sessions.get(page) ?? (await page.context().newCDPSession(page));
  sessions.set(page, session);
  await session.send('Emulation.setTouchEmulationEnabled', { enabled: isThere, maxTouchPoints: 1 });
}

/** Kept: with the end of one goes all that was emulated, the network that isn't there too. */
const sessions = new WeakMap<Page, CDPSession>();

for (const [name, walk] of Object.entries(walks)) {
  test(`every state of ${name}`, async ({ as, stranger, server }) => {
    test.setTimeout(300_000);
    await walk({ as, stranger, server, show });
  });
}
