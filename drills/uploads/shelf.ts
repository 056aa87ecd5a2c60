import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { startS3Store } from '#server/testing/s3-store.ts';

/** Where the bytes of files are, seen from outside. */
export interface Shelf extends AsyncDisposable {
  /** What the product has to know to keep files there. */
  env: Record<string, string>;
  /** The names of all that lies there, whole or half. */
  names(): string[];
}

export function openFolder(): Shelf {
  const dataDir = mkdtempSync(join(tmpdir(), 'clawchat-drill-'));
  return {
    env: { DATA_DIR: dataDir },
    names: () =>
      readdirSync(join(dataDir, 'files'), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => name),
    [Symbol.asyncDispose]: async () => rmSync(dataDir, { recursive: true, force: true }),
  };
}

export async function openBucket(): Promise<Shelf> {
  const store = await startS3Store();
  const { endpoint, name, region, accessKeyId, secretAccessKey } = store.bucket;
  return {
    env: {
      S3_ENDPOINT: endpoint,
      S3_BUCKET: name,
      S3_REGION: region,
      S3_ACCESS_KEY_ID: accessKeyId,
      S3_SECRET_ACCESS_KEY: secretAccessKey,
    },
    names: () => [...store.objects.keys()].map((key) => basename(key)),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}
