'use client';

import { Bell } from 'lucide-react';
import { usePublicKey, useTargets } from '#components/settings/notifications/notifications-data.ts';
import { useThisBrowser } from '#components/settings/notifications/use-this-browser.ts';
import { noticeText } from '#components/text/notice-text.ts';
import { LinkButton } from '#components/ui/link-button.tsx';

/** One quiet line. Where the browser has an answer already, or takes no pushes, there is none. */
export function PushQuestion({ onAnswer }: { onAnswer: () => void }) {
  const { data: publicKey = null } = usePublicKey();
  const { data: targets } = useTargets();
  const { state, turn, problem } = useThisBrowser({ publicKey, targets: targets ?? [] });
  const isOpen = targets !== undefined && state === 'off' && Notification.permission === 'default';
  if (!isOpen && !turn.isPending && problem === undefined) return null;
  return (
    <div className="flex-none px-6 max-md:px-2">
      <div className="mx-auto flex max-w-(--w-column) flex-wrap items-center gap-x-3 gap-y-1 py-1.5 type-caption text-ink-2 md:pl-[52px] max-md:px-2">
        <Bell aria-hidden="true" className="size-3.5 flex-none" strokeWidth={2} />
        <span role="status" className="min-w-0 flex-1">
          {problem ?? noticeText.prompt}
        </span>
        {problem === undefined && (
          <LinkButton
            aria-disabled={turn.isPending}
            onClick={() => turn.isPending || turn.mutate(true, { onSuccess: onAnswer })}
          >
            {turn.isPending ? noticeText.turningOn : noticeText.turnOn}
          </LinkButton>
        )}
        <LinkButton onClick={onAnswer}>{noticeText.notNow}</LinkButton>
      </div>
    </div>
  );
}
