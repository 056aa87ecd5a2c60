'use client';

import { useEffect, useRef, useState } from 'react';
import type { Message } from '#lib/contract/chat.ts';
import { problemOf } from '#components/data/problem.ts';
import { messageText } from '#components/text/message-text.ts';
import { Button } from '#components/ui/button.tsx';
import { useMessageActs } from './acts-context.ts';

/** Asked where the message is, so that it is seen what would go. */
export function RemovalQuestion({ message }: { message: Message }) {
  const acts = useMessageActs();
  const [state, setState] = useState<{ isBusy: boolean; why: string | null }>({ isBusy: false, why: null });
  const box = useRef<HTMLDivElement>(null);
  // On the one that does no harm.
  useEffect(() => box.current?.querySelector<HTMLElement>('button:last-of-type')?.focus(), []);

  async function remove() {
    setState({ isBusy: true, why: null });
    try {
      await acts.remove(message);
      acts.askRemoval(null);
    } catch (error) {
      setState({ isBusy: false, why: problemOf(error).message });
    }
  }

  function leave() {
    box.current?.closest('article')?.focus();
    acts.askRemoval(null);
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc is the same as the button for it
    <div
      ref={box}
      role="group"
      aria-label={messageText.removeIt}
      onKeyDown={(event) => event.key === 'Escape' && leave()}
      className="mt-2 flex flex-wrap items-center gap-2 type-caption text-ink-2"
    >
      <span role="status" className={`basis-full ${state.why === null ? '' : 'text-danger'}`}>
        {state.why === null ? messageText.removeQuestion : messageText.notRemoved(state.why)}
      </span>
      <Button kind="danger-fill" busy={state.isBusy} onClick={() => void remove()}>
        {state.isBusy ? messageText.removing : messageText.removeIt}
      </Button>
      <Button onClick={leave}>{messageText.keep}</Button>
    </div>
  );
}
