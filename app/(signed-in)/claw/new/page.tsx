import type { Metadata } from 'next';
import { NewAgent } from '#components/new/new-agent.tsx';
import { text } from '#components/text/text.ts';

export const metadata: Metadata = { title: text.newAgent.title };

export default function NewAgentPage() {
  return <NewAgent />;
}
