import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { declarationsOf } from './declarations.ts';

const root = resolve(import.meta.dirname, '../..');
const packageEntry = join(root, 'integrations/bot-sdk/bot-sdk.ts');
const pluginEntry = join(root, 'scripts/openclaw-plugin/bot-sdk.ts');
const bundler = join(root, 'node_modules/rolldown/bin/cli.mjs');

/** What bot authors install. */
export function buildBotSdk(folder: string): Promise<void> {
  return build(packageEntry, folder);
}

/** What the OpenClaw plugin brings along. */
export function buildPluginSdk(folder: string): Promise<void> {
  return build(pluginEntry, folder);
}

/** One module that imports nothing, one file of its types that needs no others, and the licence. */
async function build(entry: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const code = join(folder, 'bot-sdk.js');
  await bundle(entry, code);
  await write(code, await readFile(code, 'utf8'));
  await write(join(folder, 'bot-sdk.d.ts'), declarationsOf(entry));
  await copyFile(join(root, 'LICENSE'), join(folder, 'LICENSE'));
}

async function bundle(entry: string, file: string): Promise<void> {
  const how = ['--format', 'esm', '--platform', 'neutral', '--logLevel', 'silent'];
  await promisify(execFile)(process.execPath, [bundler, entry, '--file', resolve(file), ...how], { cwd: root });
}

/** Written to be read: somebody will look into it. */
async function write(file: string, source: string): Promise<void> {
  const style = await resolveConfig(packageEntry);
  await writeFile(file, await format(source, { ...style, filepath: file }));
}
