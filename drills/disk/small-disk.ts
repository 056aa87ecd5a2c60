import { execFileSync } from 'node:child_process';
import { chmodSync, closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of a few megabytes, in memory. Only root may mount one. */
export interface SmallDisk extends Disposable {
  folder: string;
  fill(): void;
  makeRoom(): void;
}

const pieceBytes = 64 * 1024;

export function mountSmallDisk(megabytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'clawchat-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  chmodSync(folder, 0o755);
  const filler = join(folder, 'filler');
  return {
    folder,
    fill: () => fillUp(filler),
    makeRoom: () => rmSync(filler),
    [Symbol.dispose]: () => {
      // Whoever still has a file open there keeps it until then, and nobody can find it any more.
      execFileSync('umount', ['--lazy', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** To the last byte: smaller and smaller pieces. */
function fillUp(path: string): void {
  const file = openSync(path, 'w');
  for (let bytes = pieceBytes; bytes >= 1; bytes = Math.floor(bytes / 2)) {
    while (hasWritten(file, bytes)) continue;
  }
  closeSync(file);
}

function hasWritten(file: number, bytes: number): boolean {
  try {
    return writeSync(file, Buffer.alloc(bytes)) === bytes;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
    throw error;
  }
}
