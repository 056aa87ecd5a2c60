import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { AdminFrame } from '#components/admin/frame/admin-frame.tsx';
import { serverCaller, signedInAccount } from '#server/trpc/caller.ts';

/** Whoever is no operator sees what every unknown address shows. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const account = await signedInAccount();
  if (account?.isOperator !== true) notFound();
  const caller = await serverCaller();
  return <AdminFrame running={await caller.admin.running()}>{children}</AdminFrame>;
}
