// `npm run restore -- FOLDER [--replace]`: makes an empty installation what a backup says.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { restoreBackup, type Restored } from '#server/backup/restore.ts';
import { reachDatabaseAlone } from '#server/db/outside.ts';
import { readEnv } from '#server/env.ts';
import { exitCodes } from '#server/exit-codes.mjs';
import { createLog } from '#server/log.ts';
import { openStorage } from '#server/storage/open.ts';
import { asPerson, say } from './backup/person.ts';

const { positionals, values } = parseArgs({ allowPositionals: true, options: { replace: { type: 'boolean' } } });
const [named] = positionals;
if (named === undefined) {
  process.stderr.write('Say which backup: npm run restore -- FOLDER [--replace].\n');
  process.exit(exitCodes.unknown_command);
}

await asPerson(async () => {
  const env = readEnv();
  const folder = resolve(process.env['INIT_CWD'] ?? '.', named);
  const storage = openStorage(env, createLog(env.log));
  await using database = await reachDatabaseAlone(env, say);
  const { address } = database;
  const restored = await restoreBackup({ env, address, storage, folder, replace: values.replace === true, say });
  for (const line of summary(restored)) say(line);
});

function summary({ manifest: { tables, files, takenAt }, epoch, aside }: Restored): string[] {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return [
    `Restored what was there at ${takenAt}: ${rows.toLocaleString('en')} rows in ${tables.length} tables, each as it was.`,
    files.where === 'here'
      ? `  ${(files.count - files.missing.length).toLocaleString('en')} files.`
      : `  ${files.count.toLocaleString('en')} files have to be in the bucket: files.txt in the backup lists them.`,
    `  Epoch ${epoch}: every device reads anew what is there.`,
    '  What was revoked after that moment (sessions, keys, people) is valid again: look at it before you let people in.',
    ...(aside === null ? [] : [`  What was there before is in the schema ${aside}. Drop it once you are sure.`]),
  ];
}
