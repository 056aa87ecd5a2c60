import sharp from 'sharp';
import type { Page } from '@playwright/test';
import { expect } from '../fixtures.ts';
import { desk, field, log, meet, said, type Stage } from './stage.ts';

const chosen = (page: Page) => page.getByRole('list', { name: 'Files of this message' });
const line = (page: Page, name: string) => chosen(page).getByRole('listitem').filter({ hasText: name });

interface Brought {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

async function picture(name: string, width: number, height: number): Promise<Brought> {
  const image = sharp({ create: { width, height, channels: 3, background: '#7c8fa8' } });
  return { name, mimeType: 'image/png', buffer: await image.png().toBuffer() };
}

const note = (name: string): Brought => ({ name, mimeType: 'text/plain', buffer: Buffer.from('Restart at nine.') });

async function attach(page: Page, ...files: Brought[]): Promise<void> {
  const opened = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Attach files' }).click();
  await (await opened).setFiles(files);
}

/** Files beside what is written, in what was said, and large. */
export async function files(stage: Stage): Promise<void> {
  const { as, show } = stage;
  const mira = await as('Mira Okafor', desk);
  await meet(stage, [mira]);
  const longName = 'a-picture-of-the-latency-at-the-ninety-fifth-percentile-of-last-week.png';
  await attach(mira, await picture(longName, 800, 352), await picture('tall.png', 300, 900), note('notes.txt'));
  await expect(line(mira, 'notes.txt')).toContainText('16 B');
  await expect(mira.getByText(/on (its|their) way/)).toHaveCount(0);
  await field(mira).fill('Look at the peaks');
  await show('composer-files', mira);
  await field(mira).press('Enter');
  const sent = said(mira, 'Look at the peaks');
  await expect(sent.getByRole('button', { name: 'Open tall.png' }).locator('img')).toBeVisible();
  await expect(sent.getByRole('button', { name: 'Download notes.txt' })).toBeVisible();
  await expect(mira.getByText('Sending')).toHaveCount(0);
  await show('message-files', mira);
  await sent.getByRole('button', { name: 'Open tall.png' }).click();
  await expect(mira.getByRole('dialog', { name: 'Pictures' })).toContainText('2 of 2');
  await show('viewer', mira);
  await mira.keyboard.press('Escape');

  const { promise: mayGo, resolve: letGo } = Promise.withResolvers<void>();
  await mira.route(/\/bytes\?/, async (route) => {
    await mayGo;
    await route.fulfill({ status: 503, json: { error: { code: 'unavailable', message: 'The store is away.' } } });
  });
  await attach(mira, note('staging.dump'));
  await mira.evaluate(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(25 * 1024 * 1024 + 1)], 'film.mp4'));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
  });
  await expect(line(mira, 'film.mp4')).toContainText('Too big');
  await expect(line(mira, 'staging.dump').getByRole('progressbar')).toBeVisible();
  await show('composer-file-on-its-way-too-big', mira);
  letGo();
  await expect(line(mira, 'staging.dump')).toContainText('Not uploaded.');
  await mira.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['said'], 'dropped.txt'));
    document.body.dispatchEvent(new DragEvent('dragenter', { dataTransfer, bubbles: true, cancelable: true }));
  });
  await expect(mira.getByText('Drop files here')).toBeVisible();
  await show('composer-file-failed-drop', mira);
  await expect(log(mira)).toBeVisible();
}
