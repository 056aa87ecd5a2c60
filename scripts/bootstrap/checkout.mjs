import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the project, wherever a command was started from. */
export const checkout = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

/** @param {string[]} parts */
export function inCheckout(...parts) {
  return join(checkout, ...parts);
}
