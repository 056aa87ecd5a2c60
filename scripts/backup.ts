// `npm run backup [-- FOLDER]`: the whole installation as it stands at one moment, while it goes on.
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { unfinished } from '#server/backup/folder.ts';
import type { Manifest } from '#server/backup/manifest.ts';
import { takeBackup } from '#server/backup/take.ts';
import { reachDatabase } from '#server/db/outside.ts';
import { readEnv } from '#server/env.ts';
import { asPerson, say, sizeOf } from './backup/person.ts';

const { positionals } = parseArgs({ allowPositionals: true });
const stamp = new Date().toISOString().slice(0, 16).replaceAll(':', '').replace('T', '-');
const folder = resolve(process.env['INIT_CWD'] ?? '.', positionals[0] ?? `claw-chat-${stamp}.backup`);

await asPerson(async () => {
  process.on('exit', () => rmSync(unfinished(folder), { recursive: true, force: true, maxRetries: 3 }));
  const env = readEnv();
  await using database = await reachDatabase(env, say);
  const manifest = await takeBackup({ env, address: database.address, folder, say });
  for (const line of summary(manifest)) say(line);
});

function summary({ tables, files, secrets, takenAt }: Manifest): string[] {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return [
    `Backed up to ${folder}`,
    `  as of ${takenAt}: ${rows.toLocaleString('en')} rows in ${tables.length} tables.`,
    files.where === 'here'
      ? `  ${files.count.toLocaleString('en')} files, ${sizeOf(files.bytes)}.`
      : `  ${files.count.toLocaleString('en')} files are in the bucket, and not here: back that up too. files.txt lists them.`,
    ...(files.missing.length === 0
      ? []
      : [`  ${files.missing.length} of these were gone: deleted meanwhile, or lost before. The manifest names them.`]),
    secrets.length > 0
      ? `  It holds the secrets of this installation (${secrets.join(', ')}): whoever has it can be anybody. Keep it accordingly.`
      : '  The secrets come from the environment and are not in it: keep AUTH_SECRET and ENCRYPTION_KEY yourself.',
  ];
}
