import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inCheckout } from './bootstrap/checkout.mjs';
import { mendDriver } from './bootstrap/mend-driver.mjs';

test('the driver that is installed is mended, a second time changes nothing, and one that it does not know is refused', () => {
  const installed = readFileSync(inCheckout('node_modules/postgres/src/connection.js'), 'utf8');
  const folder = mkdtempSync(join(tmpdir(), 'clawchat-driver-'));
  const file = join(folder, 'connection.js');
  writeFileSync(file, installed);
  mendDriver(file);
  expect(readFileSync(file, 'utf8')).toBe(installed);
  writeFileSync(file, 'something else');
  expect(() => mendDriver(file)).toThrow('another one');
  rmSync(folder, { recursive: true });
});
