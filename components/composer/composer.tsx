'use client';

import { ArrowUp } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useEffect, useLayoutEffect, useRef } from 'react';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import { useCompany } from '#components/company/company-provider.tsx';
import { writingSentence } from '#components/company/writing-line.tsx';
import { useDraft } from '#components/data/use-draft.ts';
import { useOutbox } from '#components/data/outbox-provider.tsx';
import { textMax } from '#lib/contract/limits.ts';
import { ConnectionLine } from '#components/connection-line/connection-line.tsx';
import { text } from '#components/text/text.ts';
import { agentSentence } from '#components/text/agent-sentence.ts';
import { useTypingPings } from './use-typing-pings.ts';

/** Writes into the outbox and never waits for the network: what was sent is on screen and the field is free. */
export function Composer({ conversationId, agent, sandbox }: ComposerProps) {
  const { write } = useOutbox();
  const { draft, setDraft, settle } = useDraft(conversationId);
  const typing = useTypingPings(conversationId);
  const field = useRef<HTMLTextAreaElement>(null);
  const left = textMax - draft.length;
  const canSend = draft.trim() !== '' && left >= 0;

  useGrowing(field, draft);
  useEffect(() => {
    if (matchMedia('(pointer: fine)').matches) field.current?.focus();
  }, []);

  function send() {
    if (!canSend) return;
    write(conversationId, draft.trim());
    setDraft('');
    typing.stop();
    field.current?.focus();
  }

  /** While an input method composes, Enter belongs to it. Safari ends the composition first and tells by 229. */
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send();
  }

  return (
    <div
      className="flex-none px-6 pb-[env(safe-area-inset-bottom)] max-md:px-2 max-md:pb-[max(8px,env(safe-area-inset-bottom))]"
      data-pane
    >
      <div className="mx-auto flex max-w-(--w-column) flex-col md:pl-10">
        <div className="rounded-block border border-line-strong bg-paper focus-within:border-ink focus-within:inset-ring focus-within:inset-ring-ink md:-mr-3">
          <textarea
            ref={field}
            rows={1}
            value={draft}
            data-pane-start
            onChange={({ target }) => {
              setDraft(target.value);
              typing.changed(target.value);
            }}
            onKeyDown={onKeyDown}
            onBlur={settle}
            aria-label={text.composer.label}
            aria-invalid={left < 0 || undefined}
            placeholder={text.composer.placeholder(agent)}
            enterKeyHint="send"
            className="block max-h-[40dvh] min-h-[38px] max-md:min-h-11 w-full resize-none overflow-y-auto px-3 pt-2.5 pb-1 type-read outline-none!"
          />
          <div className="flex items-center justify-end p-1">
            <button
              type="button"
              aria-label={text.composer.send}
              aria-disabled={!canSend}
              onClick={send}
              className={`relative grid size-8 place-items-center rounded-control after:absolute pointer-coarse:after:-inset-1.5 max-md:size-10 max-md:after:-inset-0.5 ${canSend ? 'bg-fill text-on-fill hover:bg-fill-hover' : 'text-ink-3'}`}
            >
              <ArrowUp aria-hidden="true" className="size-4" strokeWidth={1.75} />
            </button>
          </div>
        </div>
        <ConnectionLine>
          <Aside left={left} isShort={left <= textMax * 0.2} sandbox={sandbox} />
        </ConnectionLine>
      </div>
    </div>
  );
}

interface ComposerProps {
  conversationId: string;
  agent: string;
  sandbox: Sandbox | undefined;
}

/** At the right of the connection line: what is left of the space once it gets short, else who writes, else how the agent is. */
function Aside({ left, isShort, sandbox }: { left: number; isShort: boolean; sandbox: Sandbox | undefined }) {
  const { writing } = useCompany();
  if (left < 0) return <span className="text-danger">{text.composer.over(-left)}</span>;
  if (isShort) return text.composer.left(left);
  if (writing.length > 0) return writingSentence(writing);
  if (sandbox === undefined) return null;
  return sandbox.bot.presence === 'offline' ? text.agent.readsLater(sandbox.label) : agentSentence(sandbox);
}

/** As high as its text, up to what CSS allows. */
function useGrowing(field: React.RefObject<HTMLTextAreaElement | null>, draft: string): void {
  useLayoutEffect(() => {
    const area = field.current;
    if (area === null) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
  }, [field, draft]);
}
