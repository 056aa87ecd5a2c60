import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { SettingsFrame } from '#components/settings/settings-frame.tsx';
import { signedInAccount } from '#server/trpc/caller.ts';

/** Whoever is no operator sees what every unknown address shows. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const account = await signedInAccount();
  if (account?.isOperator !== true) notFound();
  return <SettingsFrame>{children}</SettingsFrame>;
}
