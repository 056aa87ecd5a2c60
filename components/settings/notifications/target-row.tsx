'use client';

import { Bell, Smartphone } from 'lucide-react';
import type { PushTarget } from '#lib/contract/notifications.ts';
import { notificationText } from '#components/text/notification-text.ts';
import { Ago } from '#components/ui/ago.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { ShortDate } from '#components/ui/short-date.tsx';
import { Cell, Row } from '#components/ui/table.tsx';

const words = notificationText.devices;

/** On a phone what can be done stands under it all: three acts don't fit beside a name. */
export function TargetRow({ target, wasRenamed, isTesting, isGoing, onTest, onRename, onRemove }: TargetRowProps) {
  const { name, kind, isThis, createdAt, usedAt } = target;
  const Icon = kind === 'web' ? Bell : Smartphone;
  return (
    <Row>
      <Cell place="name" className="max-md:col-span-2">
        <span className="inline-flex items-baseline gap-2 whitespace-normal wrap-anywhere">
          <Icon aria-hidden="true" className="size-4 flex-none self-center" strokeWidth={1.75} />
          <span className="type-label">{name}</span>
          {isThis && <span className="type-caption whitespace-nowrap text-ink-3">{words.thisOne}</span>}
        </span>
      </Cell>
      <Cell className="text-ink-2">
        <ShortDate at={createdAt} />
      </Cell>
      <Cell place="rest" className="text-ink-2 max-md:col-span-2 max-md:pl-6">
        <span className="md:hidden">{words.lastUsed}: </span>
        {usedAt === null ? <span className="text-ink-3">{words.notYet}</span> : <Ago at={usedAt} />}
      </Cell>
      <Cell
        place="act"
        className="max-md:col-span-2 max-md:col-start-1! max-md:row-start-3! max-md:pl-6! max-md:text-start"
      >
        <span className="inline-flex flex-wrap gap-4">
          {isTesting ? (
            <span className="text-ink-3">{words.testing}</span>
          ) : (
            <LinkButton aria-label={words.testOf(name)} onClick={onTest}>
              {words.test}
            </LinkButton>
          )}
          <LinkButton autoFocus={wasRenamed} aria-label={words.renameOf(name)} onClick={onRename}>
            {words.rename}
          </LinkButton>
          {isGoing ? (
            <span className="text-ink-3">{words.removing}</span>
          ) : (
            <LinkButton aria-label={words.removeOf(name)} onClick={onRemove}>
              {words.remove}
            </LinkButton>
          )}
        </span>
      </Cell>
    </Row>
  );
}

interface TargetRowProps {
  target: PushTarget;
  wasRenamed: boolean;
  isTesting: boolean;
  isGoing: boolean;
  onTest: () => void;
  onRename: () => void;
  onRemove: () => void;
}
