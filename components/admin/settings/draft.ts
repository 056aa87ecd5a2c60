import type { AdminSettings, OwnSettings } from '#lib/contract/admin/settings.ts';
import type { SettingName, Settings } from '#lib/contract/settings.ts';

/** As it stands in the fields. */
export interface Fields {
  signUp: Settings['signUp'];
  hosts: string;
  messagesPerMinute: string;
  filesPerMinute: string;
  agentsPerHour: string;
  eventDays: string;
  auditDays: string;
  bannerText: string;
  bannerTone: 'note' | 'warning';
}
export type FieldName = keyof Fields;

/** What somebody has changed and not saved: of everything else what the server says holds, also when it says so anew. */
export interface Draft {
  typed: Partial<Fields>;
  /** Goes back to what the environment has. */
  back: readonly SettingName[];
}

export const untouched: Draft = { typed: {}, back: [] };

export const fieldsOf: Record<SettingName, readonly FieldName[]> = {
  signUp: ['signUp'],
  outboundAllowedHosts: ['hosts'],
  limits: ['messagesPerMinute', 'filesPerMinute', 'agentsPerHour'],
  eventDays: ['eventDays'],
  auditDays: ['auditDays'],
  banner: ['bannerText', 'bannerTone'],
};
export const settingNames = Object.keys(fieldsOf) as SettingName[];

/** What may stand in a field of numbers at most, as the contract has it. */
export const most: Partial<Record<FieldName, number>> = {
  messagesPerMinute: 6_000,
  filesPerMinute: 6_000,
  agentsPerHour: 10_000,
  eventDays: 3_650,
  auditDays: 3_650,
};

/** What the fields show: what was typed, else what holds. */
export function shown({ settings, otherwise }: AdminSettings, { typed, back }: Draft): Fields {
  const put = Object.fromEntries(back.map((name) => [name, otherwise[name]]));
  return { ...written({ ...settings, ...put }), ...typed };
}

export function written({ signUp, outboundAllowedHosts, limits, eventDays, auditDays, banner }: Settings): Fields {
  return {
    signUp,
    hosts: outboundAllowedHosts.join('\n'),
    messagesPerMinute: String(limits.messagesPerMinute),
    filesPerMinute: String(limits.filesPerMinute),
    agentsPerHour: String(limits.agentsPerHour),
    eventDays: String(eventDays),
    auditDays: String(auditDays),
    bannerText: banner?.text ?? '',
    bannerTone: banner?.tone ?? 'note',
  };
}

/** The fields whose numbers are none. */
export function badNumbers(fields: Fields): FieldName[] {
  return (Object.keys(most) as FieldName[]).filter((name) => {
    const number = Number(fields[name]);
    return fields[name].trim() === '' || !Number.isInteger(number) || number < 1 || number > (most[name] ?? 0);
  });
}

/** Type what stands there already, and nothing was changed. */
export function type(known: AdminSettings, { typed, back }: Draft, change: Partial<Fields>): Draft {
  const holding = written(known.settings);
  const names = Object.keys(change) as FieldName[];
  const kept = back.filter((name) => !fieldsOf[name].some((field) => names.includes(field)));
  const next = Object.entries({ ...typed, ...change }).filter(
    ([name, value]) => back.length > kept.length || value !== holding[name as FieldName],
  );
  return { typed: Object.fromEntries(next), back: kept };
}

export function putBack({ typed, back }: Draft, name: SettingName): Draft {
  const kept = Object.entries(typed).filter(([field]) => !fieldsOf[name].includes(field as FieldName));
  return { typed: Object.fromEntries(kept), back: [...back, name] };
}

export function isTouched({ typed, back }: Draft, name: SettingName): boolean {
  return back.includes(name) || fieldsOf[name].some((field) => field in typed);
}

/** All that is set once this is saved: what others have set, too, where it wasn't touched here. */
export function toSave(known: AdminSettings, draft: Draft): OwnSettings {
  const fields = read(shown(known, draft));
  const kept = settingNames.flatMap((name): [string, unknown][] => {
    if (draft.back.includes(name)) return [];
    if (isTouched(draft, name)) return [[name, fields[name]]];
    return known.set[name] === undefined ? [] : [[name, known.set[name]]];
  });
  return Object.fromEntries(kept) as OwnSettings;
}

function read(fields: Fields): Settings {
  const text = fields.bannerText.trim();
  return {
    signUp: fields.signUp,
    outboundAllowedHosts: hostsIn(fields.hosts),
    limits: {
      messagesPerMinute: Number(fields.messagesPerMinute),
      filesPerMinute: Number(fields.filesPerMinute),
      agentsPerHour: Number(fields.agentsPerHour),
    },
    eventDays: Number(fields.eventDays),
    auditDays: Number(fields.auditDays),
    banner: text === '' ? null : { text, tone: fields.bannerTone },
  };
}

/** One a line; commas do, too, as in the environment. */
export function hostsIn(text: string): string[] {
  return text
    .split(/[\n,]/)
    .map((host) => host.trim())
    .filter((host) => host !== '');
}
