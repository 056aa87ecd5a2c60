import type { Metadata } from 'next';
import { ForgottenForm } from '#components/sign-in/forgotten-form.tsx';
import { pageText } from '#components/text/page-text.ts';

export const metadata: Metadata = { title: pageText.reset.askTitle };

export default function ForgottenPage() {
  return <ForgottenForm />;
}
