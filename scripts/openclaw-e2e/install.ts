import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Installed } from './gateway.ts';

/** Pinned: several of the functions that the plugin uses may change with any of OpenClaw's releases. */
const openclaw = '2026.9.6';
/** The one that OpenClaw needs, as a package without an install script. */
const node = { name: `node-${platform()}-${arch()}`, version: '24.21.0' };

/** OpenClaw and its Node, from the package registry, in a folder that nothing else uses. Installed once. */
export async function installOpenClaw(folder: string): Promise<Installed & { version: string; isNew: boolean }> {
  const modules = join(folder, 'node_modules');
  const installed = { node: join(modules, node.name, 'bin/node'), openclaw: join(modules, 'openclaw/openclaw.mjs') };
  const wanted = { private: true, dependencies: { openclaw, [node.name]: node.version } };
  const isNew = !existsSync(installed.node) || !existsSync(installed.openclaw);
  if (isNew) {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'package.json'), JSON.stringify(wanted));
    const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
    await promisify(execFile)('npm', ['install', ...quiet], { cwd: folder });
  }
  return { ...installed, version: openclaw, isNew };
}
