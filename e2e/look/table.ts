import type { Page } from '@playwright/test';
import type { Part } from './measure.ts';

/**
 * The numbers of the design, part by part. Whoever changes one changes the look of the product and says so here.
 * The page shows one open conversation with messages of both kinds and an unread line, and one that has something new.
 */
const list = (page: Page) => page.getByRole('navigation', { name: 'Conversations' });
const current = (page: Page) => list(page).locator('a[aria-current=page]');
const fresh = (page: Page) => list(page).locator('a:not([aria-current])');
const main = (page: Page) => page.getByRole('main');
const log = (page: Page) => page.getByRole('log');
const agents = (page: Page) =>
  log(page)
    .getByRole('article')
    .filter({ has: page.getByRole('img') });
const persons = (page: Page) =>
  log(page)
    .getByRole('article')
    .filter({ hasNot: page.getByRole('img') });
const field = (page: Page) => page.getByRole('textbox', { name: 'Message' });
const details = (page: Page) => page.getByRole('complementary', { name: 'Details' });

const clear = { color: 'ink', ground: 'none' } as const;
const caption = '400 12px/16px text';

/** The same at every width. */
const everywhere: readonly Part[] = [
  {
    name: 'name of who wrote',
    find: (page) => agents(page).locator('b'),
    look: { ...clear, type: '600 13px/20px text' },
  },
  {
    name: 'time of a message',
    find: (page) => agents(page).locator('time'),
    look: { type: caption, color: 'ink-3' },
  },
  {
    name: 'unread line',
    find: (page) => log(page).getByText(/^New since/),
    look: {
      type: '600 12px/20px text',
      color: 'on-signal',
      ground: 'signal',
      padding: '0px 8px',
      radius: '2px',
      height: 20,
    },
  },
  {
    name: 'day',
    find: (page) => log(page).getByRole('heading'),
    look: { type: '500 12px/16px text', color: 'ink-3' },
  },
];

/** The list, which on a phone lies in a drawer. */
const listParts: readonly Part[] = [
  {
    name: 'list',
    find: list,
    look: { color: 'ink', ground: 'desk', padding: '0px', x: 0 },
  },
  {
    name: 'place',
    find: (page) => list(page).getByText('Claw Chat'),
    look: { ...clear, type: '600 14px/20px text', x: 44 },
  },
  {
    name: 'group',
    find: (page) => list(page).getByRole('heading'),
    look: { type: '500 12px/16px text', color: 'ink-3', padding: '8px 8px 4px' },
  },
  {
    name: 'current row',
    find: current,
    look: { color: 'ink', ground: 'selected', padding: '6px 8px', radius: '4px', x: 8 },
  },
  { name: 'row', find: fresh, look: { color: 'ink', ground: 'none', padding: '6px 8px', radius: '4px', x: 8 } },
  { name: 'flag in a row', find: (page) => fresh(page).locator('svg'), look: { radius: '2px', width: 20, x: 16 } },
  {
    name: 'time in a row',
    find: (page) => fresh(page).locator('time'),
    look: { type: '400 12px/20px text', color: 'ink-3' },
  },
  { name: 'time in the current row', find: (page) => current(page).locator('time'), look: { color: 'ink-2' } },
  {
    name: 'count',
    find: (page) => fresh(page).locator('time + span'),
    look: {
      type: '600 11px/16px text',
      color: 'on-fill',
      ground: 'fill',
      padding: '0px 5px',
      radius: '2px',
      width: 18,
      height: 16,
    },
  },
  {
    name: 'foot',
    find: (page) => list(page).locator('> div').last(),
    look: { top: 'line' },
  },
  {
    name: 'mark in the foot',
    find: (page) =>
      list(page)
        .getByRole('button', { name: /your account/ })
        .locator('> span')
        .first(),
    look: {
      type: '600 11px/11px text',
      color: 'ink',
      ground: 'selected',
      radius: '999px',
      width: 28,
      height: 28,
      x: 16,
    },
  },
  {
    name: 'name in the foot',
    find: (page) => list(page).getByText('Mira Okafor', { exact: true }),
    look: { ...clear, type: '500 13px/20px text', x: 54 },
  },
  {
    name: 'state in the foot',
    find: (page) => list(page).getByText('Online', { exact: true }),
    look: { type: caption, color: 'ink-3', x: 54 },
  },
  {
    name: 'settings',
    find: (page) => list(page).getByRole('link', { name: 'Settings' }),
    look: { color: 'ink-2', ground: 'none', radius: '4px' },
  },
];

const titleIn = (row: (page: Page) => ReturnType<Page['locator']>) => (page: Page) =>
  row(page).locator('> span').first().locator('> span').first();
const previewIn = (row: (page: Page) => ReturnType<Page['locator']>) => (page: Page) =>
  row(page).locator('> span').first().locator('> span').nth(1);

export const wideParts: readonly Part[] = [
  ...everywhere,
  ...listParts,
  { name: 'list, wide', find: list, look: { width: 288, height: 900, right: 'line' } },
  { name: 'row, wide', find: fresh, look: { width: 271, height: 48 } },
  {
    name: 'title of a new row',
    find: titleIn(fresh),
    look: { ...clear, type: '700 13px/20px text', x: 46, height: 20 },
  },
  {
    name: 'title of the current row',
    find: titleIn(current),
    look: { ...clear, type: '500 13px/20px text', x: 46 },
  },
  { name: 'preview of a new row', find: previewIn(fresh), look: { type: caption, color: 'ink-2', height: 16 } },
  { name: 'preview of the current row', find: previewIn(current), look: { type: caption, color: 'ink-2' } },
  {
    name: 'button in the foot',
    find: (page) => list(page).getByRole('link', { name: 'Settings' }),
    look: { width: 32, height: 32 },
  },
  {
    name: 'bar',
    find: (page) => main(page).locator('header'),
    look: { width: 856, height: 52, bottom: 'line', x: 288 },
  },
  {
    name: 'title',
    find: (page) => main(page).getByRole('heading', { level: 1 }),
    look: { ...clear, type: '600 16px/24px text', x: 312 },
  },
  {
    name: 'button in the bar',
    find: (page) => main(page).getByRole('button', { name: 'Details' }),
    look: { color: 'ink-2', ground: 'none', radius: '4px', width: 32, height: 32 },
  },
  {
    name: 'flag of an agent',
    find: (page) => agents(page).getByRole('img'),
    look: { color: 'ink', radius: '2px', width: 28, height: 28, x: 348 },
  },
  {
    name: 'mark of a person',
    find: (page) => persons(page).locator('> span'),
    look: { type: '600 11px/11px text', ground: 'selected', radius: '999px', width: 28, height: 28, x: 348 },
  },
  {
    name: 'what an agent wrote',
    find: (page) => agents(page).locator('p'),
    look: { ...clear, type: '400 15px/24px text', width: 684, x: 400 },
  },
  {
    name: 'slip',
    find: (page) => persons(page).locator('> div'),
    look: { color: 'ink', ground: 'slip', padding: '8px 12px 10px', radius: '6px', width: 708, x: 388 },
  },
  {
    name: 'what a person wrote',
    find: (page) => persons(page).locator('p'),
    look: { ...clear, type: '400 15px/24px text', width: 684, x: 400 },
  },
  { name: 'unread line, wide', find: (page) => log(page).getByText(/^New since/), look: { x: 388 } },
  { name: 'day, wide', find: (page) => log(page).getByRole('heading'), look: { x: 400 } },
  {
    name: 'composer',
    find: (page) => field(page).locator('..'),
    look: {
      ground: 'paper',
      top: 'line-strong',
      left: 'line-strong',
      radius: '6px',
      width: 708,
      height: 80,
      x: 388,
    },
  },
  {
    name: 'field',
    find: field,
    look: { ...clear, type: '400 15px/24px text', padding: '10px 12px 4px', height: 38, x: 389 },
  },
  {
    name: 'arrow with nothing to send',
    find: (page) => page.getByRole('button', { name: 'Send' }),
    look: { color: 'ink-3', ground: 'none', radius: '4px', width: 32, height: 32 },
  },
  {
    name: 'connection line',
    find: (page) => page.getByText('Connected', { exact: true }).locator('..'),
    look: { type: caption, color: 'ink-3', padding: '0px 2px', width: 708, height: 28, x: 388 },
  },
  {
    name: 'dot of the connection',
    find: (page) => page.getByText('Connected', { exact: true }).locator('span'),
    look: { ground: 'ok', width: 6, height: 6, x: 390 },
  },
  {
    name: 'details',
    find: details,
    look: { color: 'ink', ground: 'desk', left: 'line', width: 296, height: 900, x: 1144 },
  },
  {
    name: 'part of the details',
    find: (page) => details(page).locator('section'),
    look: { padding: '16px 20px', bottom: 'line' },
  },
  {
    name: 'flag in the details',
    find: (page) => details(page).locator('svg'),
    look: { color: 'ink', radius: '2px', width: 40, height: 40, x: 1165 },
  },
  {
    name: 'agent in the details',
    find: (page) => details(page).getByRole('heading', { level: 2 }),
    look: { ...clear, type: '600 16px/24px text', x: 1217 },
  },
  {
    name: 'state in the details',
    find: (page) => details(page).locator('section').first().locator('p'),
    look: { type: '400 13px/20px text', color: 'ink-2', x: 1217 },
  },
  {
    name: 'head in the details',
    find: (page) => details(page).getByRole('heading', { level: 3 }),
    look: { type: '500 12px/16px text', color: 'ink-3', x: 1165 },
  },
  {
    name: 'name of a fact',
    find: (page) => details(page).locator('dt'),
    look: { type: '400 13px/20px text', color: 'ink-3', x: 1165 },
  },
  {
    name: 'fact',
    find: (page) => details(page).locator('dd'),
    look: { ...clear, type: '400 13px/20px text' },
  },
  {
    name: 'mark in the details',
    find: (page) => details(page).locator('li > span'),
    look: { type: '600 9px/9px text', ground: 'selected', radius: '999px', width: 20, height: 20, x: 1165 },
  },
];

export const writingParts: readonly Part[] = [
  {
    name: 'arrow with something to send',
    find: (page) => page.getByRole('button', { name: 'Send' }),
    look: { color: 'on-fill', ground: 'fill' },
  },
  { name: 'composer in use', find: (page) => field(page).locator('..'), look: { top: 'ink', left: 'ink' } },
];

export const phoneParts: readonly Part[] = [
  ...everywhere,
  {
    name: 'bar',
    find: (page) => main(page).locator('header'),
    look: { width: 360, height: 56, bottom: 'line', x: 0 },
  },
  {
    name: 'title',
    find: (page) => main(page).getByRole('heading', { level: 1 }),
    look: { ...clear, type: '600 15px/20px text', x: 52 },
  },
  {
    name: 'state under the title',
    find: (page) => main(page).locator('header').getByText('Guide is online'),
    look: { type: caption, color: 'ink-2', x: 52 },
  },
  {
    name: 'button in the bar',
    find: (page) => main(page).getByRole('button', { name: 'Conversations' }),
    look: { color: 'ink-2', radius: '4px', width: 44, height: 44, x: 4 },
  },
  {
    name: 'flag of an agent',
    find: (page) => agents(page).getByRole('img'),
    look: { color: 'ink', radius: '2px', width: 20, height: 20, x: 16 },
  },
  {
    name: 'name beside the flag',
    find: (page) => agents(page).locator('b'),
    look: { x: 44 },
  },
  {
    name: 'mark of a person',
    find: (page) => persons(page).locator('> span'),
    look: { type: '600 9px/9px text', ground: 'selected', radius: '999px', width: 20, height: 20, x: 16 },
  },
  {
    name: 'what an agent wrote',
    find: (page) => agents(page).locator('p'),
    look: { ...clear, type: '400 16px/24px text', width: 328, x: 16 },
  },
  {
    name: 'slip',
    find: (page) => persons(page).locator('> div'),
    look: { color: 'ink', ground: 'slip', padding: '8px 8px 10px', radius: '6px', width: 344, x: 8 },
  },
  {
    name: 'what a person wrote',
    find: (page) => persons(page).locator('p'),
    look: { ...clear, type: '400 16px/24px text', x: 16 },
  },
  { name: 'unread line on a phone', find: (page) => log(page).getByText(/^New since/), look: { x: 8 } },
  {
    name: 'composer',
    find: (page) => field(page).locator('..'),
    look: { ground: 'paper', top: 'line-strong', radius: '6px', width: 344, x: 8 },
  },
  {
    name: 'field',
    find: field,
    look: { ...clear, type: '400 16px/24px text', padding: '10px 12px 4px', height: 44 },
  },
  {
    name: 'arrow with nothing to send',
    find: (page) => page.getByRole('button', { name: 'Send' }),
    look: { color: 'ink-3', radius: '4px', width: 40, height: 40 },
  },
];

export const drawerParts: readonly Part[] = [
  ...listParts,
  { name: 'list in the drawer', find: list, look: { width: 304, height: 740 } },
  { name: 'row in the drawer', find: fresh, look: { height: 60 } },
  {
    name: 'title of a new row',
    find: titleIn(fresh),
    look: { ...clear, type: '700 15px/20px text', x: 46, height: 20 },
  },
  {
    name: 'title of the current row',
    find: titleIn(current),
    look: { ...clear, type: '500 15px/20px text', x: 46 },
  },
  {
    name: 'preview of a new row',
    find: previewIn(fresh),
    look: { type: '400 13px/16px text', color: 'ink-2', height: 16 },
  },
  {
    name: 'button in the foot',
    find: (page) => list(page).getByRole('link', { name: 'Settings' }),
    look: { width: 44, height: 44 },
  },
];

const email = (page: Page) => page.getByLabel('E-mail');
const enter = (page: Page) => page.getByRole('button', { name: 'Sign in' });

const doorEverywhere: readonly Part[] = [
  {
    name: 'door, title',
    find: (page) => page.getByRole('heading', { level: 1 }),
    look: { ...clear, type: '600 28px/36px text', height: 36 },
  },
  {
    name: 'door, address',
    find: (page) => page.locator('h1 + p'),
    look: { type: '400 13px/20px text', color: 'ink-2' },
  },
  {
    name: 'door, label',
    find: (page) => page.locator('label'),
    look: { ...clear, type: '500 13px/20px text' },
  },
  {
    name: 'door, field',
    find: email,
    look: { color: 'ink', ground: 'paper', left: 'line-strong', padding: '0px 10px', radius: '4px' },
  },
  {
    name: 'door, button',
    find: enter,
    look: { type: '500 13px/20px text', color: 'on-fill', ground: 'fill', padding: '0px 12px', radius: '4px' },
  },
  { name: 'door, foot', find: (page) => page.locator('footer'), look: { type: caption, color: 'ink-3' } },
];

export const wideDoor: readonly Part[] = [
  ...doorEverywhere,
  {
    name: 'door, left',
    find: (page) => page.locator('header').locator('..'),
    look: { padding: '48px 64px', width: 600 },
  },
  { name: 'door, title wide', find: (page) => page.getByRole('heading', { level: 1 }), look: { x: 64 } },
  { name: 'door, field wide', find: email, look: { type: '400 13px/20px text', width: 336, height: 40, x: 64 } },
  { name: 'door, button wide', find: enter, look: { width: 336, height: 40, x: 64 } },
  {
    name: 'door, product',
    find: (page) => page.locator('header b'),
    look: { ...clear, type: '600 16px/24px text', x: 108 },
  },
  {
    name: 'door, right',
    find: (page) => page.locator('aside'),
    look: { ground: 'desk', left: 'line', padding: '64px', width: 840, x: 600 },
  },
  {
    name: 'door, flag',
    find: (page) => page.locator('aside svg'),
    look: { color: 'ink-2', radius: '2px', width: 136, height: 136, x: 665 },
  },
  {
    name: 'door, what yellow means',
    find: (page) => page.locator('aside p'),
    look: { type: '400 13px/20px text', color: 'ink-2', x: 665 },
  },
  {
    name: 'door, the yellow square',
    find: (page) => page.locator('aside p span'),
    look: {
      type: '700 11px/16px text',
      color: 'on-signal',
      ground: 'signal',
      padding: '0px 4px',
      radius: '2px',
      width: 16,
      height: 16,
    },
  },
];

export const phoneDoor: readonly Part[] = [
  ...doorEverywhere,
  { name: 'door, left', find: (page) => page.locator('header').locator('..'), look: { padding: '24px', width: 360 } },
  { name: 'door, title on a phone', find: (page) => page.getByRole('heading', { level: 1 }), look: { x: 24 } },
  { name: 'door, field on a phone', find: email, look: { width: 312, height: 48, x: 24 } },
  { name: 'door, button on a phone', find: enter, look: { width: 312, height: 48, x: 24 } },
];
