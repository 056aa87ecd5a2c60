import type { Metadata } from 'next';
import { OfflinePage } from '#components/offline/offline-page.tsx';

export const metadata: Metadata = { robots: { index: false } };

/** Kept by the service worker; nobody is led here. */
export default function Offline() {
  return <OfflinePage />;
}
