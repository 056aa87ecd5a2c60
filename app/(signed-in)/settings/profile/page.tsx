import type { Metadata } from 'next';
import { Profile } from '#components/settings/profile.tsx';
import { text } from '#components/text/text.ts';

export const metadata: Metadata = { title: text.settings.profile };

export default function ProfilePage() {
  return <Profile />;
}
