import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runStep } from '../scripts/bootstrap/step.mjs';

const folder = fileURLToPath(new URL('peers/', import.meta.url));
/** Among what it speaks of, so that it goes with them. */
const marker = `${folder}node_modules/.installed`;

/** What is measured against, in the versions of its own lock. The product neither has nor needs any of it. */
export async function installPeers(): Promise<void> {
  const wanted = readFileSync(`${folder}package-lock.json`, 'utf8');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return;
  await runStep({
    doing: 'Installing what is measured against',
    command: ['npm', 'ci', '--prefix', folder, '--ignore-scripts'],
    failure: 'install_failed',
  });
  writeFileSync(marker, wanted);
}
