'use client';

import { GitCompareArrows, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Member } from '#lib/contract/chat.ts';
import { replySnapshotOf } from '#lib/realtime/reply-preview.ts';
import { quoted, quoteLook } from '#components/message/reply-quote.tsx';
import { text } from '#components/text/text.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import type { Editing } from './use-editing.ts';
import { useIntent, useIntentActs } from './intent.tsx';

/** Over the field: what is answered, or that a message is being edited. × and Esc leave either. */
export function IntentStrip({ editing, people }: { editing: Editing | null; people: readonly Member[] }) {
  const intent = useIntent();
  const { leave } = useIntentActs();
  if (editing !== null) return <EditStrip {...editing} onLeave={leave} />;
  if (intent.kind !== 'reply') return null;
  const { name, line } = quoted(replySnapshotOf(intent.to), people);
  return (
    <Strip onLeave={leave} label={text.composer.leaveReply}>
      <p className={`${quoteLook} flex-1`}>
        <b className="text-ink">{name}</b> {line}
      </p>
    </Strip>
  );
}

function EditStrip({ conflict, why, isSaving, setConflictOpen, onLeave }: Editing & { onLeave: () => void }) {
  return (
    <Strip onLeave={onLeave} label={text.composer.leaveEdit}>
      <p role="status" className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2 type-caption text-ink-2">
        {isSaving ? text.composer.saving : text.composer.editing}
        {why !== null && <span className="text-danger">{text.message.notSaved(why)}</span>}
        {conflict !== null && (
          <span className="inline-flex items-center gap-1.5">
            <GitCompareArrows aria-hidden="true" className="size-3.5" strokeWidth={2} />
            {text.composer.changedElsewhere}
            <LinkButton onClick={() => setConflictOpen(true)}>{text.composer.seeBoth}</LinkButton>
          </span>
        )}
      </p>
    </Strip>
  );
}

function Strip({ label, onLeave, children }: { label: string; onLeave: () => void; children: ReactNode }) {
  return (
    <div className="flex items-center gap-2 pt-1 pr-1 pl-3 [--h-control:1.75rem] pointer-coarse:[--h-control:2.75rem]">
      {children}
      <IconButton label={label} tip="above" onClick={onLeave}>
        <X className="size-4" strokeWidth={1.75} />
      </IconButton>
    </div>
  );
}
