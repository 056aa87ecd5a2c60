'use client';

import { ArrowUp } from 'lucide-react';
import type { ClipboardEvent, KeyboardEvent } from 'react';
import { useEffect, useId, useLayoutEffect, useRef } from 'react';
import type { Member, Message } from '#lib/contract/chat.ts';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import { mentionedIn } from '#lib/chat/mentions.ts';
import { replySnapshotOf } from '#lib/realtime/reply-preview.ts';
import { useCompany } from '#components/company/company-provider.tsx';
import { writingSentence } from '#components/company/writing-line.tsx';
import { useDraft } from '#components/data/use-draft.ts';
import { useOutbox } from '#components/data/outbox-provider.tsx';
import { mentionsMax, textMax } from '#lib/contract/limits.ts';
import { ConnectionLine } from '#components/connection-line/connection-line.tsx';
import { useClock } from '#components/look/clock-provider.tsx';
import { text } from '#components/text/text.ts';
import { rowTime } from '#components/text/times.ts';
import { agentSentence } from '#components/text/agent-sentence.ts';
import { late } from '#components/ui/late.tsx';
import { useIntent, useIntentActs, type Intent } from './intent.tsx';
import { IntentStrip } from './intent-strip.tsx';
import { Counter, isShort } from './counter.tsx';
import { ComposerTools } from './composer-tools.tsx';
import { useFileDrop } from './use-file-drop.ts';
import { useFiles } from './use-files.ts';
import { putAtCaret } from './put-at-caret.ts';
import { useEditing } from './use-editing.ts';
import { useTypingPings } from './use-typing-pings.ts';

const ChosenFiles = late(async () => (await import('./chosen-files.tsx')).ChosenFiles);
const DropSign = late(async () => (await import('./drop-sign.tsx')).DropSign);
const Completion = late(async () => (await import('#components/completion/completion.tsx')).Completion);
const ConflictDialog = late(async () => (await import('#components/message/conflict-dialog.tsx')).ConflictDialog);

/** A name of somebody, or of an emoji, may be under way: whether it is, the part that is loaded then knows. */
const mayComplete = /@|:[\p{L}+-]/u;

/** Writes into the outbox and never waits for the network: what was sent is on screen and the field is free. */
export function Composer({ conversationId, agent, sandbox, people, find, lastOwn }: ComposerProps) {
  const { write } = useOutbox();
  const { draft, setDraft, settle } = useDraft(conversationId);
  const typing = useTypingPings(conversationId);
  const field = useRef<HTMLTextAreaElement>(null);
  const counterId = useId();
  const intent = useIntent();
  const { edit, leave } = useIntentActs();
  const editing = useEditing(find);
  const words = editing?.words ?? draft;
  const left = textMax - words.length;
  const files = useFiles(conversationId);
  const isDragging = useFileDrop(editing === null ? files.add : null);
  // What can't go up by itself would hold back every message after it, so a message waits here for its files.
  const ready = editing === null ? files.ready : [];
  const canSend =
    left >= 0 && ready !== null && (words.trim() !== '' || ready.length > 0) && editing?.isSaving !== true;

  useGrowing(field, words);
  useEffect(() => {
    if (matchMedia('(pointer: fine)').matches) field.current?.focus();
  }, []);
  useFocusOn(field, intent);

  function send() {
    if (!canSend) return;
    if (editing !== null) return void editing.save();
    const mentions = mentionedIn(draft, people).map(({ id }) => id);
    write(conversationId, {
      text: draft.trim(),
      ...(intent.kind === 'reply' && { replyTo: replySnapshotOf(intent.to) }),
      ...(mentions.length > 0 && { mentions: mentions.slice(0, mentionsMax) }),
      ...(ready.length > 0 && { files: ready }),
    });
    files.uploads?.clear();
    leave();
    setDraft('');
    typing.stop();
    field.current?.focus();
  }

  function change(value: string) {
    if (editing !== null) return editing.setWords(value);
    setDraft(value);
    typing.changed(value);
  }

  /** A table from an office program comes as text and as a picture of it: then the text is meant. */
  function onPaste(event: ClipboardEvent) {
    const { files: pasted, types } = event.clipboardData;
    const isText = types.includes('text/plain') && types.includes('text/html');
    if (editing !== null || pasted.length === 0 || isText) return;
    event.preventDefault();
    files.add([...pasted]);
  }

  /** While an input method composes, Enter belongs to it. Safari ends the composition first and tells by 229. */
  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape' && intent.kind !== 'new') return leave();
    if (event.key === 'ArrowUp' && intent.kind === 'new' && words === '' && lastOwn !== null) {
      event.preventDefault();
      return edit(lastOwn);
    }
    if (event.key !== 'Enter' || event.shiftKey || event.keyCode === 229) return;
    event.preventDefault();
    send();
  }

  return (
    <div
      className="flex-none px-6 pb-[env(safe-area-inset-bottom)] max-md:px-2 max-md:pb-[max(8px,env(safe-area-inset-bottom))]"
      data-pane
    >
      <div className="mx-auto flex max-w-(--w-column) flex-col md:pl-10">
        <div className="relative rounded-block border border-line-strong bg-paper focus-within:border-ink focus-within:inset-ring focus-within:inset-ring-ink md:-mr-3">
          <IntentStrip editing={editing} people={people} />
          {editing === null && files.uploads !== null && files.files.length > 0 && (
            <ChosenFiles
              files={files.files}
              leftOut={files.leftOut}
              uploads={files.uploads}
              onRemoved={() => field.current?.focus()}
            />
          )}
          <textarea
            ref={field}
            rows={1}
            value={words}
            data-pane-start
            onChange={({ target }) => change(target.value)}
            onKeyDown={onKeyDown}
            onPaste={onPaste}
            onBlur={settle}
            aria-label={text.composer.label}
            aria-invalid={left < 0 || undefined}
            aria-describedby={isShort(left) ? counterId : undefined}
            placeholder={text.composer.placeholder(agent)}
            enterKeyHint="send"
            className="block max-h-[40dvh] min-h-[38px] max-md:min-h-11 w-full resize-none overflow-y-auto px-3 pt-2.5 pb-1 type-read outline-none!"
          />
          {mayComplete.test(words) && (
            <Completion field={field} text={words} onChange={change} people={people} flag={sandbox?.flag ?? ''} />
          )}
          <div className="flex items-center gap-0.5 p-1">
            <ComposerTools
              files={files.files}
              {...(editing === null && { onFiles: files.add })}
              onMention={() => putAtCaret(field.current, change, '@')}
              onEmoji={(emoji) => putAtCaret(field.current, change, emoji)}
              left={left}
              counterId={counterId}
              field={field}
            />
            <button
              type="button"
              aria-label={editing === null ? text.composer.send : text.composer.save}
              aria-disabled={!canSend}
              onClick={send}
              className={`relative grid size-8 place-items-center rounded-control after:absolute pointer-coarse:after:-inset-1.5 max-md:size-10 max-md:after:-inset-0.5 ${canSend ? 'bg-fill text-on-fill hover:bg-fill-hover' : 'text-ink-3'}`}
            >
              <ArrowUp aria-hidden="true" className="size-4" strokeWidth={1.75} />
            </button>
          </div>
        </div>
        {editing?.isConflictOpen === true && editing.conflict !== null && (
          <ConflictDialog
            conflict={editing.conflict}
            mine={editing.words}
            isBusy={editing.isSaving}
            why={editing.why}
            onKeepTheirs={leave}
            onKeepMine={(chosen) => void editing.save(chosen)}
            onClose={() => editing.setConflictOpen(false)}
          />
        )}
        {isDragging && <DropSign />}
        <ConnectionLine>
          <Aside left={left} sandbox={sandbox} />
        </ConnectionLine>
      </div>
    </div>
  );
}

interface ComposerProps {
  conversationId: string;
  agent: string;
  sandbox: Sandbox | undefined;
  people: readonly Member[];
  /** A message as it is known now. */
  find: (messageId: string) => Message | undefined;
  /** What ↑ edits. */
  lastOwn: Message | null;
}

/** Whoever presses "Reply" or "Edit" goes on by writing, at the end of what is there. */
function useFocusOn(field: React.RefObject<HTMLTextAreaElement | null>, intent: Intent): void {
  const first = useRef(intent);
  useEffect(() => {
    const area = field.current;
    if (intent === first.current || area === null) return;
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
  }, [field, intent]);
}

/** At the right of the connection line: what is left of the space once it gets short, else who writes, else how the agent is. */
function Aside({ left, sandbox }: { left: number; sandbox: Sandbox | undefined }) {
  const { writing } = useCompany();
  const { now, timeZone } = useClock();
  if (isShort(left)) return <Counter left={left} />;
  if (writing.length > 0) return writingSentence(writing);
  if (sandbox === undefined) return null;
  if (sandbox.status === 'stopped') return text.agent.readsOnceStarted(sandbox.label);
  const { presence, at } = sandbox.bot;
  if (presence !== 'offline') return agentSentence(sandbox);
  return text.agent.readsLater(sandbox.label, at === null ? null : rowTime(at, now, timeZone));
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
