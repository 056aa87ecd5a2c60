import { KeyRound, Palette, TabletSmartphone, User, Users } from 'lucide-react';
import { text } from '#components/text/text.ts';

export const personalSections = [
  { href: '/settings/profile', name: text.settings.profile, Icon: User },
  { href: '/settings/appearance', name: text.settings.appearance, Icon: Palette },
  { href: '/settings/devices', name: text.settings.devices, Icon: TabletSmartphone },
  { href: '/settings/keys', name: text.settings.keys, Icon: KeyRound },
] as const;

export const operatorSections = [{ href: '/admin/people', name: text.people.title, Icon: Users }] as const;
