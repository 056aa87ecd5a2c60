import { readFileSync } from 'node:fs';
import type { Running } from '#lib/contract/admin/overview.ts';

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const startedAt = Math.round(Date.now() - process.uptime() * 1_000);

/** Of the node that is asked. */
export function running(): Running {
  return { version, startedAt };
}
