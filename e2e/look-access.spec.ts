import type { Locator, Page } from '@playwright/test';
import { expect, expectAccessibleInAllThemes, phone, test } from './fixtures.ts';
import { doorPages, signedInPages } from './look/pages.ts';
import { tooSmall } from './look/targets.ts';

const desk = { viewport: { width: 1440, height: 900 } };
const articles = (page: Page) => page.getByRole('log').getByRole('article');
const field = (page: Page) => page.getByRole('textbox', { name: 'Message' });
const list = (page: Page) => page.getByRole('navigation', { name: 'Conversations' });
const account = (page: Page) => page.getByRole('button', { name: /your account/ });
const details = (page: Page) => page.getByRole('main').getByRole('button', { name: 'Details' });

async function openChat(page: Page): Promise<void> {
  await page.goto('/claw/chat');
  await expect(articles(page)).toHaveCount(1);
}

async function openPage(page: Page, { path, heading }: (typeof signedInPages)[number]): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole('heading', { name: heading }).first()).toBeVisible();
}

test('axe finds nothing in the chat, nor in what lies over it, in four themes', async ({ as }) => {
  const page = await as('Mira', { ...desk, reducedMotion: 'reduce' });
  await openChat(page);
  await field(page).fill('Hello');
  await page.keyboard.press('Enter');
  await expect(articles(page)).toHaveCount(3);
  await expectAccessibleInAllThemes(page);
  await account(page).click();
  await expect(page.getByRole('menu')).toBeVisible();
  await expectAccessibleInAllThemes(page);
  await page.keyboard.press('Escape');
  await page.setViewportSize({ width: 1000, height: 800 });
  await details(page).click();
  await expect(page.getByRole('dialog', { name: 'Details' })).toBeVisible();
  await expectAccessibleInAllThemes(page);
  await page.keyboard.press('Escape');
  await page.setViewportSize(phone.viewport);
  await page.getByRole('button', { name: 'Conversations' }).click();
  await expect(list(page)).toBeVisible();
  await expectAccessibleInAllThemes(page);
});

test('axe finds nothing on any other page, in four themes', async ({ as, stranger }) => {
  const page = await as('Mira', { ...desk, reducedMotion: 'reduce' });
  test.slow(); // every page, each in four themes
  for (const one of signedInPages) {
    await openPage(page, one);
    await expectAccessibleInAllThemes(page);
  }
  const door = await stranger({ ...desk, reducedMotion: 'reduce' });
  for (const path of doorPages) {
    await door.goto(path);
    await expectAccessibleInAllThemes(door);
  }
});

test('everything can be reached by key, and one always sees where one is', async ({ as }) => {
  const page = await as('Mira', { ...desk, reducedMotion: 'reduce' });
  await openChat(page);
  await expect(field(page)).toBeFocused();
  const press = async (key: string, on: Locator) => {
    await page.keyboard.press(key);
    await expect(on).toBeFocused();
    expect(await isFocusSeen(page), `the focus on ${String(on)}`).toBe(true);
  };
  const current = list(page).locator('a[aria-current=page]');
  const pane = page.getByRole('complementary', { name: 'Details' });
  const log = page.getByRole('log');

  // F6 goes round the panes, and back.
  await press('F6', pane);
  await press('F6', current);
  await press('F6', log);
  await press('F6', field(page));
  await press('Shift+F6', log);
  await press('Shift+F6', current);

  // Up to the first thing on the page, and from there over the list into the log.
  await press('Shift+Tab', list(page).getByRole('button', { name: 'Search or go to' }));
  await press('Shift+Tab', page.getByRole('button', { name: 'New conversation' }));
  await press('Shift+Tab', page.getByRole('link', { name: 'Skip to the messages' }));
  await press('Enter', log);
  await press('ArrowUp', articles(page).last());
  await press('Home', articles(page).first());
  await log.focus();

  // On to the composer, what stands in it, the arrow, the details.
  await press('Tab', field(page));
  await press('Tab', page.getByRole('button', { name: 'Attach files' }));
  await press('Tab', page.getByRole('button', { name: 'Mention somebody' }));
  await press('Tab', page.getByRole('button', { name: 'Emoji', exact: true }));
  await press('Tab', page.getByRole('button', { name: 'Send' }));
  await press('Tab', pane.getByRole('link', { name: 'Manage this agent' }));
  await press('Tab', pane.getByRole('button').first());

  // Back through the bar; folding the details in doesn't lose the place.
  await log.focus();
  await press('Shift+Tab', page.getByRole('main').getByRole('button', { name: 'More' }));
  await press('Shift+Tab', details(page));
  await press('Enter', details(page));
  await expect(pane).toBeHidden();
  await press('Shift+Tab', page.getByRole('button', { name: /^Rename “/ }));
  await press('Shift+Tab', list(page).getByRole('link', { name: 'Settings' }));
  await press('Shift+Tab', page.getByRole('button', { name: 'What happened' }));
  await press('Shift+Tab', account(page));

  // Esc closes what is on top and gives the focus back.
  await press('Enter', page.getByRole('menuitem', { name: 'Profile' }));
  await press('ArrowDown', page.getByRole('menuitem', { name: 'Add an agent' }));
  await press('Escape', account(page));

  // A new conversation is there to be written into.
  await page.getByRole('button', { name: 'New conversation' }).focus();
  await page.keyboard.press('Enter');
  await expect(articles(page)).toHaveCount(0);
  await expect(field(page)).toBeFocused();
  await page.keyboard.type('Hello');
  await press('Enter', field(page));
});

test('what lies over the page keeps the focus and gives it back', async ({ as }) => {
  const page = await as('Mira', { viewport: { width: 700, height: 800 }, reducedMotion: 'reduce' });
  await openChat(page);
  for (const [opener, name] of [
    [page.getByRole('button', { name: 'Conversations' }), 'Conversations'],
    [details(page), 'Details'],
  ] as const) {
    await opener.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name });
    await expect(dialog).toBeVisible();
    expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    expect(await isFocusSeen(page)).toBe(true);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(opener).toBeFocused();
  }
  // Given room for its place on the page it makes way, or nothing could be pressed any more.
  await details(page).press('Enter');
  await page.setViewportSize(desk.viewport);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(field(page)).toBeEditable();
});

test('no control is smaller than 24 × 24 for a pointer', async ({ as, stranger }) => {
  const page = await as('Mira', desk);
  await openChat(page);
  expect(await tooSmall(page, 24)).toEqual([]);
  for (const one of signedInPages) {
    await openPage(page, one);
    expect(await tooSmall(page, 24), one.path).toEqual([]);
  }
  const door = await stranger(desk);
  await door.goto('/sign-in');
  expect(await tooSmall(door, 24)).toEqual([]);
});

test('no control is smaller than 44 × 44 for a finger, and no page wider than 320', async ({ as, stranger }) => {
  const page = await as('Mira', phone);
  await openChat(page);
  expect(await tooSmall(page, 44)).toEqual([]);
  await page.getByRole('button', { name: 'Conversations' }).tap();
  await expect(list(page)).toBeVisible();
  expect(await tooSmall(page, 44), 'the drawer').toEqual([]);
  await page.keyboard.press('Escape');
  await details(page).tap();
  expect(await tooSmall(page, 44), 'the details').toEqual([]);
  await page.keyboard.press('Escape');
  const door = await stranger(phone);
  await door.goto('/sign-in');
  expect(await tooSmall(door, 44), 'the door').toEqual([]);
  await expectNarrow(door);
  await expectNarrow(page);
  for (const one of signedInPages) {
    await page.setViewportSize(phone.viewport);
    await openPage(page, one);
    expect(await tooSmall(page, 44), one.path).toEqual([]);
    await expectNarrow(page);
  }
});

/** 320 px is also what a window of 640 is at 200 %. */
async function expectNarrow(page: Page): Promise<void> {
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth), page.url()).toBeLessThanOrEqual(320);
}

/** An outline of 2 px or more around what has the focus, or, for a field in a box, the edge of the box; on the screen. */
async function isFocusSeen(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    if (focused === null || focused === document.body) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(focused);
    const box = focused.closest('[data-pane]')?.querySelector(':focus-within:has(> textarea)') ?? null;
    const isOutlined = outlineStyle === 'solid' && Number.parseFloat(outlineWidth) >= 2;
    const isBoxed = box !== null && getComputedStyle(box).boxShadow.includes('inset');
    const { x, y, right, bottom } = focused.getBoundingClientRect();
    const isOnScreen = right > 0 && bottom > 0 && x < innerWidth && y < innerHeight;
    return isOnScreen && (isOutlined || isBoxed);
  });
}
