import { Bell, Building2, Gauge, KeyRound, Palette, TabletSmartphone, User } from 'lucide-react';
import { notificationText } from '#components/text/notification-text.ts';
import { organizationText } from '#components/text/organization-text.ts';
import { pageText } from '#components/text/page-text.ts';

export const personalSections = [
  { href: '/settings/profile', name: pageText.settings.profile, Icon: User },
  { href: '/settings/notifications', name: notificationText.title, Icon: Bell },
  { href: '/settings/appearance', name: pageText.settings.appearance, Icon: Palette },
  { href: '/settings/devices', name: pageText.settings.devices, Icon: TabletSmartphone },
  { href: '/settings/organizations', name: organizationText.mine, Icon: Building2 },
  { href: '/settings/keys', name: pageText.settings.keys, Icon: KeyRound },
] as const;

export const operatorSections = [{ href: '/admin', name: pageText.settings.operator, Icon: Gauge }] as const;
