import type { AppContext } from '#server/app-context.ts';

export function thumbnailOf(key: string): string {
  return `${key}.thumbnail`;
}

/**
 * The bytes first, then the note that they have to go: a crash in between removes once more what is gone, and forgets
 * nothing. Nobody can have asked for them since: the row that named them went before, with the note, in one transaction.
 */
export async function removeBytes({ storage, sql }: AppContext, key: string): Promise<void> {
  await Promise.all([storage.remove(key), storage.remove(thumbnailOf(key))]);
  await sql`delete from unclaimed_files where key = ${key}`;
}
