import { inArray } from 'drizzle-orm';
import type { NotificationPreferences } from '#lib/contract/notifications.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '../app-context.ts';
import { notificationPreferences } from '../db/schema/notifications.ts';
import { Fault } from '../errors.ts';

/** Of those who never chose. */
const usual: NotificationPreferences = {
  preview: 'title',
  messages: true,
  approvals: true,
  lifecycle: true,
  quiet: null,
  timeZone: 'UTC',
};

export async function readPreferences(app: AppContext, { userId }: UserPrincipal): Promise<NotificationPreferences> {
  const all = await preferencesOf(app, [userId]);
  return all.get(userId) ?? usual;
}

/** Everybody who was asked for is in it. */
export async function preferencesOf(
  { db }: Pick<AppContext, 'db'>,
  userIds: string[],
): Promise<Map<string, NotificationPreferences>> {
  const all = new Map(userIds.map((userId) => [userId, usual]));
  const rows = await db.select().from(notificationPreferences).where(inArray(notificationPreferences.userId, userIds));
  for (const row of rows) all.set(row.userId, present(row));
  return all;
}

/** All of it at once. */
export async function setPreferences(
  { db }: AppContext,
  { userId }: UserPrincipal,
  { quiet, ...rest }: NotificationPreferences,
): Promise<NotificationPreferences> {
  if (!isTimeZone(rest.timeZone)) throw impossible('timeZone', 'That is no time zone, as in Europe/Berlin.');
  if (quiet !== null && quiet.from === quiet.until)
    throw impossible('quiet', 'Quiet hours have to end at another time.');
  const values = { ...rest, quietFrom: quiet?.from ?? null, quietUntil: quiet?.until ?? null };
  await db
    .insert(notificationPreferences)
    .values({ userId, ...values })
    .onConflictDoUpdate({ target: notificationPreferences.userId, set: values });
  return { ...rest, quiet };
}

function present(row: typeof notificationPreferences.$inferSelect): NotificationPreferences {
  const { userId: _userId, quietFrom: from, quietUntil: until, ...rest } = row;
  return { ...rest, quiet: from === null || until === null ? null : { from, until } };
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function impossible(path: string, message: string): Fault {
  return new Fault('impossible_value', message, { issues: [{ path, message }] });
}
