import type { ApprovalBlock } from '#lib/contract/blocks.ts';
import { approvalText as words } from '#components/text/approval-text.ts';
import { Plain } from './plain.tsx';

/** What, where and why, in the agent's words. The head says already that it is a command. */
export function RequestFacts({ request }: { request: NonNullable<ApprovalBlock['request']> }) {
  const { title, command, where, why } = request;
  const saysOnlyThat = command != null && /^run (a|this) command$/i.test(title.trim());
  const facts = [
    { name: words.what, said: saysOnlyThat ? null : title },
    { name: words.where, said: where },
    { name: words.why, said: why },
  ].filter((fact) => fact.said != null);
  if (facts.length === 0) return null;
  return (
    <dl className="grid grid-cols-[56px_minmax(0,1fr)] gap-x-2 gap-y-0.5">
      {facts.map(({ name, said }) => (
        <div key={name} className="col-span-2 grid grid-cols-subgrid">
          <dt className="text-ink-3">{name}</dt>
          <dd className="whitespace-pre-line wrap-anywhere">
            <Plain>{said ?? ''}</Plain>
          </dd>
        </div>
      ))}
    </dl>
  );
}
