'use client';

import type { Sandbox } from '#lib/contract/sandboxes.ts';
import { useCompany } from '#components/company/company-provider.tsx';
import { PeopleHere } from '#components/company/people-here.tsx';
import { WritingLine } from '#components/company/writing-line.tsx';
import { AgentState } from './agent-state.tsx';

/** Who writes, else how the agent is: one line that is always there. */
export function BarState({ sandbox }: { sandbox: Sandbox | undefined }) {
  const { writing } = useCompany();
  if (writing.length > 0) return <WritingLine writing={writing} />;
  return sandbox !== undefined && <AgentState sandbox={sandbox} />;
}

export function BarPeople() {
  const { here, more } = useCompany();
  return <PeopleHere people={here} more={more} />;
}
