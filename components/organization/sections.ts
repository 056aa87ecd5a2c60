import { Box, Gauge, ScrollText, SlidersHorizontal, Users } from 'lucide-react';
import { organizationPath } from '#lib/chat/organization-addresses.ts';
import { organizationText } from '#components/text/organization-text.ts';

const { frame } = organizationText;

export function sectionsOf(organizationId: string) {
  const at = (section: string) => organizationPath(organizationId, section);
  return [
    { href: at('overview'), name: frame.overview, Icon: Gauge },
    { href: at('members'), name: frame.members, Icon: Users },
    { href: at('agents'), name: frame.agents, Icon: Box },
    { href: at('settings'), name: frame.settings, Icon: SlidersHorizontal },
    { href: at('audit'), name: frame.audit, Icon: ScrollText },
  ] as const;
}
