import { statfs } from 'node:fs/promises';
import type { Env } from '#server/env.ts';

export interface Disk {
  totalBytes: number;
  freeBytes: number;
}

/** Of what holds the data directory, as much as this process may use. Null where the system doesn't say. */
export async function readDisk({ dataDir }: Pick<Env, 'dataDir'>): Promise<Disk | null> {
  try {
    const { bsize, blocks, bfree, bavail } = await statfs(dataDir);
    // What is kept for the system alone is neither free nor of use here.
    return { totalBytes: bsize * (blocks - bfree + bavail), freeBytes: bsize * bavail };
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}
