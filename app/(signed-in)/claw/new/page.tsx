import type { Metadata } from 'next';
import { NewAgent } from '#components/new/new-agent.tsx';
import { pageText } from '#components/text/page-text.ts';

export const metadata: Metadata = { title: pageText.newAgent.title };

export default function NewAgentPage() {
  return <NewAgent />;
}
