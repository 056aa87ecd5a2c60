import type { AdminSettings, OwnSettings, SetSettingsInput } from '#lib/contract/admin/settings.ts';
import type { Settings } from '#lib/contract/settings.ts';
import type { AppContext } from '../app-context.ts';
import { audited, type Actor } from '../audit/record.ts';
import { Fault } from '../errors.ts';
import { isAllowedHost } from '../outbound/guard.ts';
import { changesOf, readOwnSettings, writeOwnSettings } from '../settings/own.ts';

/** Sets what is named and puts the rest back to the environment's. The line in the log says from what to what. */
export async function setSettings(
  app: AppContext,
  actor: Actor,
  { version, settings, reason }: SetSettingsInput,
): Promise<AdminSettings> {
  const set = givenOf(settings);
  const now = await readOwnSettings(app);
  const changes = changesOf(now.settings, { ...now.otherwise, ...set });
  const subject = { kind: 'instance', id: 'instance' } as const;
  await audited(app, actor, { action: 'settings.changed', subject, reason, detail: { changes } }, async () => {
    refuseBadHosts(set.outboundAllowedHosts ?? []);
    if (!(await writeOwnSettings(app.sql, version, set))) {
      throw new Fault('settings_changed', 'Somebody else has changed the settings since. Nothing of yours was saved.');
    }
    // Other nodes look within two seconds.
    await app.settings.reload();
  });
  return readOwnSettings(app);
}

/** What the guard could not read would be allowed in vain. */
function refuseBadHosts(hosts: string[]): void {
  const issues = hosts.flatMap((host, n) =>
    isAllowedHost(host)
      ? []
      : [{ path: `settings.outboundAllowedHosts.${n}`, message: `${host} isn't a host, or a host with its port` }],
  );
  if (issues.length > 0) throw new Fault('invalid_input', "Some of that can't be allowed.", { issues });
}

function givenOf(settings: OwnSettings): Partial<Settings> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as Partial<Settings>;
}
