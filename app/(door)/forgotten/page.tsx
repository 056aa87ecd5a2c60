import type { Metadata } from 'next';
import { ForgottenForm } from '#components/sign-in/forgotten-form.tsx';
import { text } from '#components/text/text.ts';

export const metadata: Metadata = { title: text.reset.askTitle };

export default function ForgottenPage() {
  return <ForgottenForm />;
}
