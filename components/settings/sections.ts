import { Bell, KeyRound, Palette, TabletSmartphone, User, Users } from 'lucide-react';
import { notificationText } from '#components/text/notification-text.ts';
import { pageText } from '#components/text/page-text.ts';

export const personalSections = [
  { href: '/settings/profile', name: pageText.settings.profile, Icon: User },
  { href: '/settings/notifications', name: notificationText.title, Icon: Bell },
  { href: '/settings/appearance', name: pageText.settings.appearance, Icon: Palette },
  { href: '/settings/devices', name: pageText.settings.devices, Icon: TabletSmartphone },
  { href: '/settings/keys', name: pageText.settings.keys, Icon: KeyRound },
] as const;

export const operatorSections = [{ href: '/admin/people', name: pageText.people.title, Icon: Users }] as const;
