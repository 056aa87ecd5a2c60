import type { Metadata } from 'next';
import { Devices } from '#components/settings/devices.tsx';
import { pageText } from '#components/text/page-text.ts';

export const metadata: Metadata = { title: pageText.settings.devices };

export default function DevicesPage() {
  return <Devices />;
}
