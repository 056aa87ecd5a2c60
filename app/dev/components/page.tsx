import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Sheet } from '#components/dev-sheet/sheet.tsx';

export const metadata: Metadata = { title: 'Components' };

/** Every part in every state, for whoever builds with them: `npm run dev`, then /dev/components. */
export default function ComponentsPage() {
  // oxlint-disable-next-line eslint/no-restricted-properties -- the build writes this one word in; no setting decides it
  if (process.env.NODE_ENV !== 'development') notFound();
  return <Sheet />;
}
