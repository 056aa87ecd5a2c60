import { StartFailure } from '#server/start-failure.ts';

/** Tells the person at the terminal. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function sizeOf(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** Runs a command for somebody at a terminal: what goes wrong becomes a sentence and an exit code. */
export async function asPerson(work: () => Promise<void>): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      process.stderr.write('Stopped before the end. Begin it again.\n');
      process.exit(130);
    });
  }
  try {
    await work();
    process.exitCode = 0;
  } catch (error) {
    const failure = asFailure(error);
    if (failure === null) throw error;
    process.stderr.write(`${failure.sentence}\n`);
    process.exitCode = failure.exitCode;
  }
}

function asFailure(error: unknown): StartFailure | null {
  if (error instanceof StartFailure) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  // Of the file system, and of Postgres.
  if (['ENOSPC', 'EDQUOT', '53100'].includes(code)) {
    return new StartFailure('disk_full', 'The disk is full. Nothing was changed; free some space, then try again.');
  }
  if (['EACCES', 'EPERM', 'EROFS', 'ENOENT'].includes(code)) {
    return new StartFailure('data_unreadable', `This user can't do that: ${(error as Error).message}.`);
  }
  if (code === 'ECONNREFUSED' || code === 'CONNECT_TIMEOUT' || code === 'ENOTFOUND') {
    return new StartFailure('database_unreachable', `The database can't be reached: ${(error as Error).message}.`);
  }
  return null;
}
