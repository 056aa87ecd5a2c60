import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pack } from './tarball.ts';

/** Read where it stands: it is no code of the server's, and nothing is built of it. */
const folder = resolve(import.meta.dirname, '../../../integrations/openclaw-plugin');
/** OpenClaw loads these as they are. Our tests stay at home. */
const brought = /(\.js|\.json|\.d\.ts|LICENSE|README\.md)$/;

export interface PluginPackage {
  archive: Buffer;
  version: string;
  /** The same for the same files. */
  etag: string;
}

let made: Promise<PluginPackage> | null = null;

/** The plugin that fits this server, as OpenClaw installs it. Made once. */
export function pluginPackage(): Promise<PluginPackage> {
  made ??= make();
  return made;
}

async function make(): Promise<PluginPackage> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => brought.test(name)).toSorted();
  const files = names.map(async (name) => ({ name: `package/${name}`, bytes: await readFile(join(folder, name)) }));
  const archive = await pack(await Promise.all(files));
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
  return { archive, version, etag: `"${createHash('sha256').update(archive).digest('base64url')}"` };
}
