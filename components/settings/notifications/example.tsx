import type { PreviewLevel } from '#lib/contract/notifications.ts';
import { notificationText } from '#components/text/notification-text.ts';
import { BrandMark } from '#components/ui/brand-mark.tsx';

const words = notificationText.wishes;

/** A notification as a lock screen would show it. */
export function Example({ level }: { level: PreviewLevel }) {
  const { title, body } = words.examples[level];
  return (
    <figure className="mt-3">
      <figcaption className="mb-1 type-caption text-ink-3">{words.example}</figcaption>
      <div className="flex max-w-[360px] gap-3 rounded-block border border-line bg-raised p-3">
        <span className="mt-0.5 flex-none">
          <BrandMark />
        </span>
        <p className="min-w-0">
          <span className="block type-label wrap-anywhere">{title}</span>
          <span className="block text-ink-2 wrap-anywhere">{body}</span>
        </p>
      </div>
    </figure>
  );
}
