import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { FakeHost, stateFolder } from '../integrations/openclaw-plugin/fake-host.ts';
import { expect, expectAccessible, expectAccessibleInAllThemes, phone, test } from './fixtures.ts';

const desk = { viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' } as const;
const articles = (page: Page) => page.getByRole('log').getByRole('article');
const waiting = (page: Page) => page.getByText('Waiting for your OpenClaw…');
const lines = (page: Page) => page.getByRole('group', { name: 'shell', exact: true });

async function addOpenClaw(page: Page): Promise<void> {
  await page.goto('/claw/new');
  await page.getByRole('radio', { name: 'My OpenClaw' }).check();
  await page.getByLabel('Name').fill('Lobster');
  await page.getByRole('button', { name: 'Create Lobster' }).click();
  await expect(page.getByRole('heading', { name: 'Connect Lobster' })).toBeVisible();
  await expect(waiting(page)).toBeVisible();
}

test('the lines that are shown bring the plugin and its settings, and OpenClaw answers with them', async ({ as }) => {
  const page = await as('Maya', desk);
  await addOpenClaw(page);
  const folder = await mkdtemp(join(tmpdir(), 'own-openclaw-'));
  const state = stateFolder();
  // It writes down what it was told to do. The real one does it in `npm run openclaw:e2e`.
  const openclaw = join(folder, 'openclaw');
  await writeFile(openclaw, '#!/bin/sh\nfor word in "$@"; do printf "%s\\n" "$word"; done >> told\necho >> told\n');
  await chmod(openclaw, 0o755);
  const env = { ...process.env, PATH: `${folder}:${process.env['PATH']}` };
  await promisify(execFile)('sh', ['-e', '-c', await lines(page).innerText()], { cwd: folder, env });
  expect((await stat(join(folder, 'openclaw-plugin.tgz'))).size).toBeGreaterThan(10_000);
  const told = (await readFile(join(folder, 'told'), 'utf8')).trim().split('\n\n');
  const [installs, sets, restarts] = told.map((command) => command.split('\n'));
  expect(installs).toEqual(['plugins', 'install', './openclaw-plugin.tgz', '--force', '--accept-capabilities']);
  expect(sets?.toSpliced(3, 1)).toEqual(['config', 'set', 'channels.kilo-chat', '--strict-json']);
  expect(restarts).toEqual(['gateway', 'restart']);
  const section = JSON.parse(sets?.[3] ?? '') as Record<string, unknown>;
  const host = new FakeHost({
    section,
    state: state.path,
    agent: async ({ text, deliver }) => void (await deliver({ text: `Snap: ${text}` })),
  });
  host.start();
  try {
    await expect(page.getByRole('main').getByText('Connected', { exact: true })).toBeVisible();
    await page.getByRole('link', { name: 'Open its conversation' }).click();
    await page.getByRole('textbox', { name: 'Message' }).fill('Are you mine?');
    await page.keyboard.press('Enter');
    await expect(articles(page).filter({ hasText: 'Snap: Are you mine?' })).toHaveCount(1);
  } finally {
    await host.stop();
    state.remove();
    await rm(folder, { recursive: true, force: true });
  }
});

test('adding an OpenClaw can be used by all, in four themes and on a phone', async ({ as }) => {
  const page = await as('Maya', desk);
  await page.goto('/claw/new');
  await page.getByRole('radio', { name: 'My OpenClaw' }).check();
  await expectAccessibleInAllThemes(page);
  await addOpenClaw(page);
  await expectAccessibleInAllThemes(page);
  await page.setViewportSize(phone.viewport);
  await expect(waiting(page)).toBeVisible();
  // The page cuts what is too wide, so that its own width says nothing.
  const parts = page.locator('#log').locator('h2, p, button, [data-code]');
  const ends = await parts.evaluateAll((all) => all.map((part) => part.getBoundingClientRect().right));
  expect(Math.max(...ends)).toBeLessThanOrEqual(360);
  await expectAccessible(page);
});
