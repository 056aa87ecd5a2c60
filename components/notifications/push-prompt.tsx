'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import { isAnswered, rememberAnswer } from './prompt-answer.ts';
import { useRightMoment } from './use-right-moment.ts';

const PushQuestion = dynamic(() => import('./push-question.tsx').then((module) => module.PushQuestion), { ssr: false });

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
