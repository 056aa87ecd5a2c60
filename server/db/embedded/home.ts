import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, readlinkSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { StartFailure } from '#server/start-failure.ts';

interface Identity {
  uid: number;
  gid: number;
}

/** Where Postgres lives and as whom it runs. */
export interface Home {
  directory: string;
  cluster: string;
  socketDir: string;
  /** Set when we are root, as whom Postgres refuses to run. */
  identity: Identity | null;
  movedFrom: string | null;
}

/** `nobody`. Postgres looks its user up by name, so the number must have an entry in passwd; this one has it everywhere. */
const NOBODY = { uid: 65534, gid: 65534 };

/** The kernel's limit for a socket's path is 107 bytes, and Postgres appends `/.s.PGSQL.5432`. */
const SOCKET_DIRECTORY_BYTES_MAX = 107 - '/.s.PGSQL.5432'.length;

/**
 * Normally the data directory itself. Below a directory that is closed to others (such as /root) an unprivileged user
 * can't run or read anything, so there Postgres gets a directory of its own and the data directory a link to it: the
 * link, once made, decides, or a later `chmod` would make a database seem lost.
 */
export function prepareHome(dataDir: string): Home {
  const place = resolve(dataDir);
  mkdirSync(place, { recursive: true });
  const asRoot = process.getuid?.() === 0;
  const identity = asRoot ? ownerOf(join(place, 'postgres')) : null;
  const directory = linkedHome(place) ?? (identity === null || letIn(identity, place) ? place : moveOut(place));
  const cluster = join(directory, 'postgres');
  return {
    directory,
    cluster,
    socketDir: prepareSocketDir(directory, identity),
    identity,
    movedFrom: directory === place ? null : place,
  };
}

function linkedHome(place: string): string | null {
  const link = join(place, 'postgres');
  return lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink()
    ? dirname(resolve(place, readlinkSync(link)))
    : null;
}

/** A data directory that only root may enter is opened to the group that Postgres runs in, and to nobody else. */
function letIn(identity: Identity, place: string): boolean {
  if (isOpenTo(identity, place)) return true;
  const { uid, mode } = statSync(place);
  if (uid !== 0 || !isOpenTo(identity, dirname(place))) return false;
  chownSync(place, uid, identity.gid);
  chmodSync(place, (mode & 0o707) | 0o010);
  return isOpenTo(identity, place);
}

/** Asks the kernel instead of reading modes, so that access lists and mount options count as well. */
function isOpenTo(identity: Identity, place: string): boolean {
  const options = { ...identity, cwd: '/', stdio: 'ignore' } as const;
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', place], options).status === 0;
}

function moveOut(place: string): string {
  if (existsSync(join(place, 'postgres'))) {
    throw new StartFailure(
      'data_unreadable',
      `The database in ${place} can't be used by root: Postgres must run as an unprivileged user, who can't enter that directory. Start as the user who owns it, or open the directories above it (chmod o+x).`,
    );
  }
  const name = `clawchat-${hashOf(place)}`;
  // Both outlive a restart of the machine, which the system's tmp folder need not.
  const parent = ['/var/lib', '/var/tmp'].find((candidate) => isOpenTo(NOBODY, candidate));
  if (parent === undefined) {
    throw new StartFailure(
      'data_unreadable',
      `Root's database can't live in ${place}, and neither /var/lib nor /var/tmp is there for it.`,
    );
  }
  const directory = join(parent, name);
  ensureOwnDirectory(directory, 0o755, null);
  symlinkSync(join(directory, 'postgres'), join(place, 'postgres'));
  return directory;
}

/** A data directory that its user made is kept running as that user, also when root starts it once. */
function ownerOf(cluster: string): Identity {
  const made = statSync(cluster, { throwIfNoEntry: false });
  return made && made.uid !== 0 ? { uid: made.uid, gid: made.gid } : NOBODY;
}

/** The directory's mode is what guards the socket: whoever can enter it is trusted. */
function prepareSocketDir(directory: string, identity: Identity | null): string {
  const near = join(directory, 'run');
  const isShort = Buffer.byteLength(near) <= SOCKET_DIRECTORY_BYTES_MAX;
  const socketDir = isShort ? near : join(tmpdir(), `clawchat-${hashOf(directory)}`);
  ensureOwnDirectory(socketDir, 0o700, identity);
  return socketDir;
}

/** In a folder that everybody may write to, somebody else may have made ours first; then it isn't ours. */
function ensureOwnDirectory(directory: string, mode: number, identity: Identity | null): void {
  mkdirSync(directory, { recursive: true, mode });
  const found = lstatSync(directory);
  const ours = [process.getuid?.(), identity?.uid];
  if (!found.isDirectory() || !ours.includes(found.uid)) {
    throw new StartFailure(
      'data_unreadable',
      `${directory} belongs to another user (uid ${found.uid}). Start as the one who started here before, or move the directory away.`,
    );
  }
  if (identity !== null) chownSync(directory, identity.uid, identity.gid);
  chmodSync(directory, mode);
}

function hashOf(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 12);
}
