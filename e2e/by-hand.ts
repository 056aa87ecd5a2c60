import type { Page } from '@playwright/test';
import { expect } from './fixtures.ts';

/** What everybody signs up with. */
export const oldPassword = 'a long enough password';

export async function emailOf(page: Page): Promise<string> {
  const answer = await page.request.get('/api/trpc/accounts.me');
  const body = (await answer.json()) as { result: { data: { email: string } } };
  return body.result.data.email;
}

export async function signInByHand(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

export async function expectNoWiderThan(page: Page, width: number): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
}
