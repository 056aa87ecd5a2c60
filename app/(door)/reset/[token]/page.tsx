import type { Metadata } from 'next';
import { ResetForm } from '#components/sign-in/reset-form.tsx';
import { pageText } from '#components/text/page-text.ts';

/** The address is a secret: it is sent on to nobody and found by nobody. */
export const metadata: Metadata = { title: pageText.reset.setTitle, referrer: 'no-referrer', robots: { index: false } };

export default async function ResetPage({ params }: { params: Promise<{ token: string }> }) {
  return <ResetForm token={(await params).token} />;
}
