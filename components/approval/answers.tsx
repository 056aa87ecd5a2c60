'use client';

import { useLayoutEffect, useRef, useState } from 'react';
import type { ApprovalBlock, Decision } from '#lib/contract/blocks.ts';
import { approvalText as words } from '#components/text/approval-text.ts';
import { AlwaysQuestion } from './always-question.tsx';
import { AnswerButton } from './answer-button.tsx';

/** Labels are the agent's, order and distance are ours: what allows stands together, and No far from it. */
const order = ['allow-once', 'allow-always', 'deny'] as const;

export function Answers({ block, deciding, problem, onDecide }: AnswersProps) {
  const [asksAlways, setAsksAlways] = useState(false);
  const [isEnterPressed, setEnterPressed] = useState(false);
  const row = useRef<HTMLDivElement>(null);
  const always = useRef<HTMLDivElement>(null);
  useFocusKept(row);
  const scope = block.request?.alwaysScope ?? '';
  const note = isEnterPressed && deciding === null ? words.noEnter : problem;

  function press(value: Decision) {
    setEnterPressed(false);
    if (value === 'allow-always' && !asksAlways) setAsksAlways(true);
    else onDecide(value);
  }

  function back() {
    setAsksAlways(false);
    // The buttons are there again after this, and the one that asked has the focus.
    requestAnimationFrame(() => always.current?.querySelector('button')?.focus());
  }

  return (
    <div ref={row} className="grid gap-2.5">
      {asksAlways ? (
        <AlwaysQuestion
          scope={scope}
          deciding={deciding}
          onAlways={() => press('allow-always')}
          onBack={back}
          onEnter={() => setEnterPressed(true)}
        />
      ) : (
        <div className="flex flex-wrap items-stretch gap-2">
          {order.map((value) => {
            const action = block.actions.find((offered) => offered.value === value);
            if (action === undefined) return null;
            return (
              <div key={value} ref={value === 'allow-always' ? always : null} className={places[value]}>
                <AnswerButton
                  value={value}
                  label={action.label}
                  deciding={deciding}
                  onPress={() => press(value)}
                  onEnter={() => setEnterPressed(true)}
                  className="w-full"
                />
              </div>
            );
          })}
        </div>
      )}
      <p role="status" className={note === null ? 'sr-only' : 'type-caption text-danger'}>
        {note}
      </p>
    </div>
  );
}

interface AnswersProps {
  block: ApprovalBlock;
  deciding: Decision | null;
  problem: string | null;
  onDecide: (value: Decision) => void;
}

/** On a phone the answer that one came for has a line of its own, and the others share the next. */
const places = {
  'allow-once': 'max-md:basis-full',
  'allow-always': 'max-md:flex-1',
  deny: 'md:ml-auto max-md:flex-1',
} as const;

/** When the buttons go, whoever was on one of them stays in the card. */
function useFocusKept(row: { current: HTMLElement | null }): void {
  useLayoutEffect(() => {
    const element = row.current;
    return () => {
      if (element?.contains(document.activeElement))
        element.closest<HTMLElement>('[data-approval]')?.focus({ preventScroll: true });
    };
  }, [row]);
}
