'use client';

import type { KeyboardEvent } from 'react';
import type { Decision } from '#lib/contract/blocks.ts';
import { approvalText as words } from '#components/text/approval-text.ts';
import { Button } from '#components/ui/button.tsx';
import { AnswerButton } from './answer-button.tsx';
import { Plain } from './plain.tsx';

/** What "always" would mean, in the place of the buttons. The harmless one has the focus: the key that asked is still down. */
export function AlwaysQuestion({ scope, deciding, onAlways, onBack, onEnter }: AlwaysQuestionProps) {
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Escape' || deciding !== null) return;
    event.preventDefault();
    event.stopPropagation();
    onBack();
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc takes the question back
    <div
      role="group"
      aria-label={words.allowAlways}
      onKeyDown={onKeyDown}
      className="flex flex-wrap items-center gap-2"
    >
      <p className="basis-full wrap-anywhere">
        <span className="text-ink-3">{words.always}</span> <Plain>{scope}</Plain>
      </p>
      <AnswerButton
        value="allow-always"
        label={words.allowAlways}
        isStrong
        deciding={deciding}
        onPress={onAlways}
        onEnter={onEnter}
        className="max-md:flex-1"
      />
      {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the person has just asked for it, and this one is harmless */}
      <Button autoFocus disabled={deciding !== null} onClick={onBack} className="max-md:flex-1">
        {words.notAlways}
      </Button>
    </div>
  );
}

interface AlwaysQuestionProps {
  scope: string;
  deciding: Decision | null;
  onAlways: () => void;
  onBack: () => void;
  onEnter: () => void;
}
