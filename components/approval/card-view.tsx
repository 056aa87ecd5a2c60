'use client';

import type { ApprovalBlock, Decision } from '#lib/contract/blocks.ts';
import { ClockTime } from '#components/ui/clock-time.tsx';
import { approvalText as words } from '#components/text/approval-text.ts';
import { Answers } from './answers.tsx';
import { Command } from './command.tsx';
import { Drain } from './drain.tsx';
import { RequestFacts } from './facts.tsx';
import { Head } from './head.tsx';
import { Plain } from './plain.tsx';
import { asksFor, outcomeOf, whoDecides, type Company } from './sentences.ts';
import type { Standing } from './standing.ts';
import { TimeLeft } from './time-left.tsx';
import { useHeldHeight } from './use-held-height.ts';

/**
 * One question as it stands. Its log speaks of what is added to it; what counts down in here is not for that, so the card is
 * silent and says the little that matters by itself.
 */
export function CardView(props: CardViewProps) {
  const { block, standing, company } = props;
  const isOpen = standing.kind === 'pending';
  const isYours = isOpen && standing.isYours;
  const { card, isHeld } = useHeldHeight(isOpen);
  const asks = asksFor(block, company.agent);
  const isTall = isOpen || isHeld;
  return (
    <div
      ref={card}
      role="group"
      data-approval
      aria-label={asks}
      aria-live="off"
      tabIndex={-1}
      className={`-mx-3 overflow-hidden rounded-block border bg-paper max-md:-mx-2 ${isYours ? 'border-signal-edge' : 'border-line-strong'}`}
    >
      <Head
        standing={standing}
        says={outcomeOf(standing, company) ?? asks}
        isTall={isTall}
        foot={block.expiresAt === null ? null : <Drain from={props.askedAt} until={block.expiresAt} />}
      >
        <When standing={standing} expiresAt={block.expiresAt} />
      </Head>
      {isTall ? <OpenBody {...props} isYours={isYours} /> : <WhatStays request={block.request} />}
    </div>
  );
}

interface CardViewProps {
  block: ApprovalBlock;
  standing: Standing;
  askedAt: number;
  /** The names of all who may decide. */
  approvers: readonly string[];
  company: Company;
  deciding: Decision | null;
  problem: string | null;
  onDecide: (value: Decision) => void;
}

function OpenBody({ block, standing, isYours, approvers, company, deciding, problem, onDecide }: OpenBodyProps) {
  const { request } = block;
  return (
    <div className="grid gap-2.5 p-3 type-ui max-md:text-[15px]/[22px]">
      {request?.command != null && <Command isDone={false}>{request.command}</Command>}
      {request !== null && <RequestFacts request={request} />}
      {isYours && <Answers block={block} deciding={deciding} problem={problem} onDecide={onDecide} />}
      {standing.kind === 'pending' && (
        <p className="type-caption text-ink-3">
          {block.undone !== null && `${undoneBefore(block.undone, company)}. `}
          {whoDecides(approvers, { isYours, reader: company.reader.name })}
        </p>
      )}
    </div>
  );
}

interface OpenBodyProps extends CardViewProps {
  isYours: boolean;
}

/** Asked again, since the first answer never reached the agent. */
function undoneBefore(undone: NonNullable<ApprovalBlock['undone']>, company: Company): string | null {
  const { value, resolvedBy: by, undoneAt: at } = undone;
  return outcomeOf({ kind: 'undone', value, by, at }, company);
}

/** What was decided about stays readable. Without a request it is the text above. */
function WhatStays({ request }: { request: ApprovalBlock['request'] }) {
  if (request === null) return null;
  if (request.command != null) return <Command isDone>{request.command}</Command>;
  return (
    <p className="border-t border-line px-3 py-2 type-ui wrap-anywhere text-ink-2">
      <Plain>{request.title}</Plain>
    </p>
  );
}

/** At the end of the head: how long there is, or when it was. */
function When({ standing, expiresAt }: { standing: Standing; expiresAt: number | null }) {
  const look = 'flex-none type-ui digits';
  switch (standing.kind) {
    case 'pending':
      return expiresAt === null ? null : (
        <span className={look}>
          <TimeLeft until={expiresAt} />
        </span>
      );
    case 'decided':
      if (standing.before !== null)
        return <span className={quiet}>{words.beforeYou(Math.round(standing.before / 1_000))}</span>;
      return <ClockTime at={standing.at} className={quiet} />;
    case 'undone':
      return <ClockTime at={standing.at} className={quiet} />;
    case 'expired':
      return standing.at === null ? null : <ClockTime at={standing.at} className={quiet} />;
    case 'withdrawn':
      return null;
  }
}

const quiet = 'flex-none type-caption text-ink-3';
