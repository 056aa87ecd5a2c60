'use client';

import { FormProblem } from '#components/form/form-problem.tsx';
import { pageText } from '#components/text/page-text.ts';
import { Button } from '#components/ui/button.tsx';

/** What will happen, the button that does it with its name on it, and the way back, which has the focus. */
export function SureInPlace({ why, act, isBusy, problem, onSure, onKeep }: SureInPlaceProps) {
  return (
    <div className="grid gap-2 py-3">
      <p className="max-w-[60ch] whitespace-normal wrap-anywhere">{why}</p>
      <div className="flex flex-wrap items-center gap-2">
        <Button kind="danger-fill" className="whitespace-normal! wrap-anywhere" busy={isBusy} onClick={onSure}>
          {act}
        </Button>
        <Button autoFocus onClick={onKeep}>
          {pageText.settings.keep}
        </Button>
      </div>
      <FormProblem>{problem}</FormProblem>
    </div>
  );
}

interface SureInPlaceProps {
  why: string;
  act: string;
  isBusy: boolean;
  problem: string | undefined;
  onSure: () => void;
  onKeep: () => void;
}
