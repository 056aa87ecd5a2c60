'use client';

import type { KeyboardEvent } from 'react';
import type { Decision } from '#lib/contract/blocks.ts';
import { approvalText as words } from '#components/text/approval-text.ts';
import { Button } from '#components/ui/button.tsx';
import { Plain } from './plain.tsx';

const kinds = { 'allow-once': 'fill', 'allow-always': 'plain', deny: 'danger' } as const;

/**
 * One answer. Enter allows nothing: it is what one presses to send a line, and a card may come while one writes. What it says
 * while it waits lies over its label, so that it keeps its width and nothing beside it moves.
 */
export function AnswerButton({ value, label, deciding, isStrong = false, onPress, onEnter, className }: AnswerProps) {
  const isPressed = deciding === value;

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || value === 'deny') return;
    event.preventDefault();
    onEnter();
  }

  return (
    <Button
      kind={isStrong ? 'fill' : kinds[value]}
      busy={isPressed}
      disabled={deciding !== null && !isPressed}
      onClick={onPress}
      onKeyDown={onKeyDown}
      className={`grid! whitespace-normal! wrap-anywhere ${className ?? ''}`}
    >
      <span className={`col-start-1 row-start-1 ${isPressed ? 'invisible' : ''}`}>
        <Plain>{label}</Plain>
      </span>
      <span className={`col-start-1 row-start-1 ${isPressed ? '' : 'invisible'}`}>{words.busy[value]}</span>
    </Button>
  );
}

interface AnswerProps {
  value: Decision;
  label: string;
  deciding: Decision | null;
  isStrong?: boolean;
  onPress: () => void;
  onEnter: () => void;
  className?: string;
}
