'use client';

import {
  Bell,
  Building2,
  KeyRound,
  Keyboard,
  type LucideIcon,
  MonitorSmartphone,
  Palette,
  Plus,
  Settings,
  SquarePen,
} from 'lucide-react';
import { titleMax } from '#lib/contract/limits.ts';
import { hasWords } from '#lib/chat/find-conversations.ts';
import { useNewConversation } from '#components/conversation-list/use-new-conversation.ts';
import { paletteText } from '#components/text/palette-text.ts';
import type { Option, OptionGroup } from './option.ts';
import { usePalette } from './palette-context.ts';
import { useGoTo } from './use-go-to.ts';

/** What matches, and always a conversation of the name that was typed. */
export function useThingsToDo(query: string): OptionGroup {
  const { openShortcuts } = usePalette();
  const goTo = useGoTo();
  const { canCreate, createNamed } = useNewConversation();
  const words = query.trim().slice(0, titleMax);
  const things: Option[] = [
    thing(paletteText.addAgent, Plus, () => goTo.page('/claw/new')),
    thing(paletteText.settings, Settings, () => goTo.page('/settings/profile')),
    thing(paletteText.notifications, Bell, () => goTo.page('/settings/notifications')),
    thing(paletteText.appearance, Palette, () => goTo.page('/settings/appearance')),
    thing(paletteText.devices, MonitorSmartphone, () => goTo.page('/settings/devices')),
    thing(paletteText.organizations, Building2, () => goTo.page('/settings/organizations')),
    thing(paletteText.keys, KeyRound, () => goTo.page('/settings/keys')),
    thing(paletteText.shortcuts, Keyboard, openShortcuts),
  ];
  const begin: Option = {
    ...thing(paletteText.newConversation, SquarePen, () => createNamed(words)),
    label: words === '' ? paletteText.newConversation : paletteText.newNamed(words),
  };
  const matching = things.filter(({ id }) => words === '' || hasWords(id, words));
  if (!canCreate) return { name: paletteText.do, options: matching };
  // Whoever types the beginning of a thing means that thing.
  return { name: paletteText.do, options: words === '' ? [begin, ...matching] : [...matching, begin] };
}

function thing(label: string, Icon: LucideIcon, run: () => void): Option {
  return {
    id: label,
    icon: <Icon aria-hidden="true" className="mx-0.5 size-4 text-ink-3" strokeWidth={1.75} />,
    label,
    run,
  };
}
