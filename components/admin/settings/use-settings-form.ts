'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AdminSettings } from '#lib/contract/admin/settings.ts';
import type { SettingName } from '#lib/contract/settings.ts';
import { askForBanner } from '#components/banner/banner-store.ts';
import { problemOf } from '#components/data/problem.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { operationsText } from '#components/text/operations-text.ts';
import { hostsIn, settingNames, shown, toSave, untouched, type Draft } from './draft.ts';

const key = ['admin', 'settings'];

/** Read once when it is opened, and not behind the back of who types. */
export function useSettings() {
  return useQuery({
    queryKey: key,
    queryFn: () => trpcClient.admin.settings.query(),
    staleTime: Infinity,
    gcTime: 0,
  });
}

/**
 * What is typed over what holds. Somebody else's change in the meantime is read and said; what was typed here stays, and what
 * they changed elsewhere stays theirs.
 */
export function useSettingsForm(known: AdminSettings) {
  const client = useQueryClient();
  const [draft, setDraft] = useState(untouched);
  const [badHosts, setBadHosts] = useState<readonly string[]>([]);
  const [meanwhile, setMeanwhile] = useState<readonly SettingName[]>([]);
  const [isSaved, setSaved] = useState(false);

  const change = (next: Draft) => {
    setDraft(next);
    setBadHosts([]);
    setSaved(false);
  };

  async function save(reason: string): Promise<void> {
    const settings = toSave(known, draft);
    try {
      const now = await trpcClient.admin.setSettings.mutate({ version: known.version, settings, reason });
      client.setQueryData(key, now);
      setDraft(untouched);
      setMeanwhile([]);
      setSaved(true);
      askForBanner();
    } catch (error) {
      const { code, issues } = problemOf(error);
      if (code === 'settings_changed') setMeanwhile(await readAgain());
      const hosts = hostsIn(shown(known, draft).hosts);
      const bad = issues.flatMap(({ path }) => hosts[Number(/outboundAllowedHosts\.(\d+)$/.exec(path)?.[1])] ?? []);
      setBadHosts(bad);
      throw bad.length === 0 ? error : saying(error, operationsText.settings.badHosts(bad.join(', ')));
    }
  }

  /** What is other than this page knew. */
  async function readAgain(): Promise<SettingName[]> {
    const now = await client.fetchQuery({
      queryKey: key,
      queryFn: () => trpcClient.admin.settings.query(),
      staleTime: 0,
    });
    return settingNames.filter((name) => JSON.stringify(now.settings[name]) !== JSON.stringify(known.settings[name]));
  }

  return { draft, change, badHosts, meanwhile, isSaved, save, discard: () => change(untouched) };
}

/** The same refusal in words that name what is wrong. */
function saying(error: unknown, message: string): Error {
  const data = error instanceof Error && 'data' in error ? error.data : null;
  return Object.assign(new Error(message), { data });
}
