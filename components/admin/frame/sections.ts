import {
  BellRing,
  Box,
  Building2,
  Gauge,
  ListOrdered,
  MessagesSquare,
  ScrollText,
  Send,
  SlidersHorizontal,
  Users,
} from 'lucide-react';
import { adminText } from '#components/text/admin-text.ts';

const names = adminText.sections;

export const sections = [
  { href: '/admin/overview', name: names.overview, Icon: Gauge },
  { href: '/admin/sandboxes', name: names.sandboxes, Icon: Box },
  { href: '/admin/people', name: names.people, Icon: Users },
  { href: '/admin/organizations', name: names.organizations, Icon: Building2 },
  { href: '/admin/conversations', name: names.conversations, Icon: MessagesSquare },
  { href: '/admin/deliveries', name: names.deliveries, Icon: Send },
  { href: '/admin/pushes', name: names.pushes, Icon: BellRing },
  { href: '/admin/events', name: names.events, Icon: ListOrdered },
  { href: '/admin/audit', name: names.audit, Icon: ScrollText },
  { href: '/admin/settings', name: names.settings, Icon: SlidersHorizontal },
] as const;
