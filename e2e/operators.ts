import type { Locator, Page } from '@playwright/test';
import { emailOf } from './by-hand.ts';
import { expect } from './fixtures.ts';
import type { TestServer } from './server.ts';
import { inDatabase } from './in-database.ts';

/** From now on whoever has this page is an operator. */
export async function makeOperator(server: TestServer, page: Page): Promise<Page> {
  const email = await emailOf(page);
  await inDatabase(server, (sql) => sql`update users set is_operator = true where email = ${email}`);
  return page;
}

/** Says why, presses what does it, and waits until it is done. */
export async function doWithReason(page: Page, act: string, { typed }: { typed?: string } = {}): Promise<void> {
  const dialog = page.getByRole('dialog');
  if (typed !== undefined) await dialog.getByLabel(`Type ${typed}`).fill(typed);
  await dialog.getByLabel('Reason').fill('A test asks for it');
  await dialog.getByRole('button', { name: act, exact: true }).click();
  await expect(dialog).toHaveCount(0);
}

/** The row of a list about one thing. */
export function rowOf(page: Page, table: string, text: string): Locator {
  return page.getByRole('table', { name: table }).getByRole('row').filter({ hasText: text });
}
