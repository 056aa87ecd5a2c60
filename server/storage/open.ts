import { join } from 'node:path';
import type { Env } from '../env.ts';
import type { Logger } from '../log.ts';
import { createDiskStorage } from './disk.ts';
import { createS3Storage } from './s3.ts';
import type { Storage } from './storage.ts';

/** In the bucket that the environment names, else on this machine's disk. */
export function openStorage(env: Env, log: Logger): Storage {
  if (env.s3 !== null) return createS3Storage(env.s3);
  if (env.redisUrl !== null) {
    log.warn(
      'Several nodes, and each keeps files on its own disk: the others can’t show them. Set S3_ENDPOINT and S3_BUCKET, ' +
        'or let DATA_DIR/files be a folder that all nodes share.',
    );
  }
  return createDiskStorage(join(env.dataDir, 'files'));
}
