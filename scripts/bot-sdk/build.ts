import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { declarationsOf } from './declarations.ts';

const root = resolve(import.meta.dirname, '../..');
const entry = join(root, 'integrations/bot-sdk/bot-sdk.ts');
const bundler = join(root, 'node_modules/rolldown/bin/cli.mjs');

/** One module that imports nothing, one file of its types that needs no others, and the licence. */
export async function buildBotSdk(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const code = join(folder, 'bot-sdk.js');
  await bundle(code);
  await write(code, await readFile(code, 'utf8'));
  await write(join(folder, 'bot-sdk.d.ts'), declarationsOf(entry));
  await copyFile(join(root, 'LICENSE'), join(folder, 'LICENSE'));
}

async function bundle(file: string): Promise<void> {
  const how = ['--format', 'esm', '--platform', 'neutral', '--logLevel', 'silent'];
  await promisify(execFile)(process.execPath, [bundler, entry, '--file', resolve(file), ...how], { cwd: root });
}

/** Written to be read: somebody will look into it. */
async function write(file: string, source: string): Promise<void> {
  const style = await resolveConfig(entry);
  await writeFile(file, await format(source, { ...style, filepath: file }));
}
