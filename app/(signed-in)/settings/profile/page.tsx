import type { Metadata } from 'next';
import { Profile } from '#components/settings/profile.tsx';
import { pageText } from '#components/text/page-text.ts';

export const metadata: Metadata = { title: pageText.settings.profile };

export default function ProfilePage() {
  return <Profile />;
}
