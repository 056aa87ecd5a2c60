import type { AppContext } from '#server/app-context.ts';
import type { Job } from '#server/jobs/runner.ts';
import { removeBytes } from './removal.ts';

/** What nobody has sent by then was given up. */
const pendingMs = 24 * 3_600_000;
/** A store that refuses is asked again when whoever runs it may have looked. */
const againMs = 3_600_000;
const atOnce = 100;

/** Removes files that were never sent, and the bytes of all that went with a message, a conversation, an agent or a person. */
export function sweepFiles(app: AppContext): Job {
  return { name: 'sweep-files', cron: '*/5 * * * *', run: () => sweep(app) };
}

async function sweep(app: AppContext): Promise<void> {
  const { sql, clock } = app;
  const now = clock.now().getTime();
  await sql`delete from attachments where status = 'pending' and created_at < ${new Date(now - pendingMs)}`;
  for (;;) {
    const due = await sql<{ key: string }[]>`
      select key from unclaimed_files where due_at <= ${new Date(now)} order by due_at limit ${atOnce}`;
    if (due.length === 0) return;
    for (const { key } of due) await removeOrPutOff(app, key, new Date(now + againMs));
  }
}

/** One that can't be removed stands in nobody's way. */
async function removeOrPutOff(app: AppContext, key: string, dueAt: Date): Promise<void> {
  try {
    await removeBytes(app, key);
  } catch (error) {
    app.log.warn({ err: error }, 'Bytes that have to go could not be removed. They will be tried again.');
    await app.sql`update unclaimed_files set due_at = ${dueAt} where key = ${key}`;
  }
}
