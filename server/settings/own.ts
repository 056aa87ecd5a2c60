import type { AdminSettings, OwnSettings } from '#lib/contract/admin/settings.ts';
import { settingsSchema, type SettingName, type Settings } from '#lib/contract/settings.ts';
import type { Sql } from '../db/client.ts';
import type { Env } from '../env.ts';
import { readSettings, usualSettings } from './settings.ts';

type Deps = { sql: Sql; env: Env };

const settingNames = Object.keys(settingsSchema.shape) as SettingName[];

/** What the environment says when nobody has said anything there. */
const silent = { signUp: 'closed', outboundAllowedHosts: [], eventRetentionDays: 30 } as const;

/** What holds, where it comes from, and who changed it last. */
export async function readOwnSettings({ sql, env }: Deps): Promise<AdminSettings> {
  const otherwise = usualSettings(env);
  const usual = usualSettings({ ...silent, outboundAllowedHosts: [] });
  const { settings, set, version } = await readSettings(sql, otherwise);
  const [lastChange = null] = await sql<{ by: string; at: Date; reason: string | null }[]>`
    select actor_name as by, at, reason from audit_entries
    where action = 'settings.changed' and outcome = 'done' order by id desc limit 1`;
  return {
    version,
    settings,
    set,
    otherwise,
    fromEnvironment: settingNames.filter((name) => !isSame(otherwise[name], usual[name])),
    lastChange: lastChange === null ? null : { ...lastChange, at: lastChange.at.getTime() },
  };
}

/**
 * What is set from now on; what it leaves out is as the environment has it again. False: somebody else was faster. What a newer
 * version of the product keeps there stays.
 */
export async function writeOwnSettings(sql: Sql, version: number, set: OwnSettings): Promise<boolean> {
  const written = await sql`
    update instance set settings = (settings - ${settingNames as string[]}::text[]) || ${sql.json(set as never)},
      settings_version = settings_version + 1
    where settings_version = ${version}`;
  return written.count > 0;
}

/** Of two of them what differs, by name: from what to what. */
export function changesOf(from: Settings, to: Settings): Record<string, { from: unknown; to: unknown }> {
  const changed = settingNames.filter((name) => !isSame(from[name], to[name]));
  return Object.fromEntries(changed.map((name) => [name, { from: from[name], to: to[name] }]));
}

/** Both came through the same schema, which puts their fields into one order. */
function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
