import type { Metadata } from 'next';
import { Devices } from '#components/settings/devices.tsx';
import { text } from '#components/text/text.ts';

export const metadata: Metadata = { title: text.settings.devices };

export default function DevicesPage() {
  return <Devices />;
}
