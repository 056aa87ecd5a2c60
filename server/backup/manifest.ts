import { z } from 'zod';
import { StartFailure } from '../start-failure.ts';

/** Raised by what an older version could not read. */
export const format = 1;

export const names = {
  manifest: 'manifest.json',
  sums: 'SHA256SUMS',
  /** Each object of a file that the rows name, one a line. */
  files: 'files.txt',
  secrets: 'secrets',
  table: (name: string) => `tables/${name}.copy.gz`,
  file: (key: string) => `files/${key}`,
};

const tableSchema = z.object({
  name: z.string(),
  columns: z.array(z.string()),
  rows: z.number().int().min(0),
  checksum: z.string(),
});

const manifestSchema = z.object({
  product: z.literal('claw-chat'),
  format: z.literal(format),
  takenAt: z.iso.datetime(),
  postgres: z.string(),
  epoch: z.number().int(),
  migrations: z.array(z.object({ when: z.number(), hash: z.string() })).min(1),
  /** Mondays of the weeks that the log has a partition for. */
  weeks: z.array(z.iso.date()),
  /** In an order in which they can be read in. */
  tables: z.array(tableSchema),
  sequences: z.array(z.object({ name: z.string(), last: z.number().int() })),
  files: z.object({
    /** Beside this, or in the bucket of the installation. */
    where: z.enum(['here', 'bucket']),
    count: z.number().int(),
    bytes: z.number().int(),
    /** Named by a row, and not there when they were to be copied. */
    missing: z.array(z.string()),
  }),
  /** Those that are kept here. What came from the environment isn't. */
  secrets: z.array(z.enum(['auth', 'encryption'])),
});

export type Manifest = z.infer<typeof manifestSchema>;

export function parseManifest(text: string): Manifest {
  const data = jsonIn(text);
  const said = z.object({ product: z.literal('claw-chat'), format: z.number().int() }).safeParse(data);
  if (!said.success)
    throw new StartFailure('backup_unfit', 'This is no backup of Claw Chat: its manifest says something else.');
  if (said.data.format > format) {
    throw new StartFailure(
      'backup_unfit',
      `This backup was made by a newer version of Claw Chat (format ${said.data.format}). Restore it with that version.`,
    );
  }
  const manifest = manifestSchema.safeParse(data);
  if (!manifest.success)
    throw new StartFailure('backup_unfit', 'The manifest of this backup is damaged.', { cause: manifest.error });
  return manifest.data;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new StartFailure('backup_unfit', 'This is no backup of Claw Chat: its manifest can’t be read.', { cause });
  }
}
