import type { Locator } from '@playwright/test';
import { expect } from './fixtures.ts';

/** What floats at a message's corner while somebody points at it. */
export const toolsOf = (message: Locator) =>
  message.getByRole('toolbar', { name: 'What you can do with this message' });

/** A log that grows meanwhile may move another message under the pointer: then this one is pointed at again. */
export async function pointAt(message: Locator): Promise<void> {
  await expect(async () => {
    await message.hover();
    await expect(toolsOf(message)).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 20_000 });
}

export async function pressTool(message: Locator, name: string): Promise<void> {
  await expect(async () => {
    await message.hover();
    await toolsOf(message).getByRole('button', { name }).click({ timeout: 2_000 });
  }).toPass({ timeout: 20_000 });
}
