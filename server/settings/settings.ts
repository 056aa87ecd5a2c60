import { settingsSchema, type Settings } from '#lib/contract/settings.ts';
import type { Env } from '../env.ts';
import type { Sql } from '../db/client.ts';
import type { Logger } from '../log.ts';

/** What operators have set, in memory on each node, so that whoever needs it needn't wait. */
export interface LiveSettings extends Disposable {
  current(): Settings;
  /** Looks now: this node has just written them. */
  reload(): Promise<void>;
}

/** Another node's change is known here after as long as this. */
const everyMs = 2_000;

/** As the environment has it, where nobody has set anything else. */
export function usualSettings(env: Pick<Env, 'signUp' | 'outboundAllowedHosts' | 'eventRetentionDays'>): Settings {
  return {
    signUp: env.signUp,
    outboundAllowedHosts: env.outboundAllowedHosts,
    limits: { messagesPerMinute: 60, filesPerMinute: 30, agentsPerHour: 10 },
    eventDays: env.eventRetentionDays,
    auditDays: 365,
    banner: null,
  };
}

interface Source {
  env: Env;
  sql: Sql;
  log: Logger;
}

export async function watchSettings({ env, sql, log }: Source): Promise<LiveSettings> {
  const usual = usualSettings(env);
  let settings = (await readSettings(sql, usual)).settings;
  const reload = async () => {
    settings = (await readSettings(sql, usual)).settings;
  };
  const timer = setInterval(
    () => void reload().catch((error: unknown) => log.warn({ err: error }, 'settings could not be read')),
    everyMs,
  );
  timer.unref();
  return { current: () => settings, reload, [Symbol.dispose]: () => clearInterval(timer) };
}

/** A value that a newer version wrote and this one can't read counts as not set: a node must not stop over it. */
export async function readSettings(
  sql: Sql,
  usual: Settings,
): Promise<{ settings: Settings; set: Partial<Settings>; version: number }> {
  const [row] = await sql<{ settings: Record<string, unknown>; version: number }[]>`
    select settings, settings_version as version from instance`;
  const known = Object.entries(settingsSchema.shape).flatMap(([name, schema]) => {
    const parsed = schema.safeParse(row?.settings[name]);
    return parsed.success ? [[name, parsed.data]] : [];
  });
  const set = Object.fromEntries(known) as Partial<Settings>;
  return { settings: { ...usual, ...set }, set, version: row?.version ?? 0 };
}
