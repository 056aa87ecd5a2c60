import type { Page } from '@playwright/test';
import { expect, phone } from '../fixtures.ts';
import { articles, desk, said, write, type Stage } from './stage.ts';

async function converse(page: Page): Promise<void> {
  await page.goto('/claw/chat');
  await expect(articles(page)).toHaveCount(1);
  await write(page, 'What is this?');
  await expect(articles(page)).toHaveCount(3);
  await write(page, 'Which language model are you?');
  await expect(articles(page)).toHaveCount(5);
}

/** The conversation that everybody begins with, and what lies over it on a phone. */
export async function firstRun({ as, show }: Stage): Promise<void> {
  const page = await as('Mira Okafor', desk);
  await converse(page);
  await show('chat', page);

  const pocket = await as('Mira Okafor', { ...phone, reducedMotion: 'reduce' });
  await pocket.goto('/claw/chat');
  await expect(articles(pocket)).toHaveCount(5);
  await pocket.getByRole('button', { name: 'Conversations' }).tap();
  await expect(pocket.getByRole('dialog', { name: 'Conversations' })).toBeVisible();
  await show('phone-list', pocket);
  await pocket.getByRole('button', { name: 'Search or go to' }).tap();
  await expect(pocket.getByRole('dialog', { name: 'Search or go to' }).getByRole('option').first()).toBeVisible();
  await show('phone-palette', pocket);
  await pocket.keyboard.press('Escape');
  await pocket.getByRole('main').getByRole('button', { name: 'Details' }).tap();
  await expect(pocket.getByRole('dialog', { name: 'Details' })).toBeVisible();
  await show('phone-details', pocket);
  await pocket.keyboard.press('Escape');
  await restOn(pocket, 'Which language model');
  await show('phone-message-sheet', pocket);
}

/** A finger that stays where it is. */
async function restOn(page: Page, words: string): Promise<void> {
  const box = await said(page, words).first().boundingBox();
  const finger = await page.context().newCDPSession(page);
  const point = { x: (box?.x ?? 0) + 60, y: (box?.y ?? 0) + 20 };
  await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] });
  await expect(page.getByRole('dialog', { name: 'What you can do with this message' })).toBeVisible();
  await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}
