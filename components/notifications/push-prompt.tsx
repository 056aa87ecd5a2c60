'use client';

import { useState } from 'react';
import { late } from '#components/ui/late.tsx';
import { isAnswered, rememberAnswer } from './prompt-answer.ts';
import { useRightMoment } from './use-right-moment.ts';

const PushQuestion = late(async () => (await import('./push-question.tsx')).PushQuestion);

/** Asks once in a browser whether it may tell, and not before somebody has a reason to say yes. */
export function PushPrompt() {
  const isMoment = useRightMoment();
  const [isOver, setOver] = useState(false);
  if (!isMoment || isOver || isAnswered()) return null;
  const answer = () => {
    rememberAnswer();
    setOver(true);
  };
  return <PushQuestion onAnswer={answer} />;
}
