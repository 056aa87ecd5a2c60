import { Square, SquareCheck } from 'lucide-react';
import { messageText } from '#components/text/message-text.ts';

/** Of a list of things to do. Only an edit of the message ticks it. */
export function CheckBox({ isChecked }: { isChecked: boolean }) {
  const Icon = isChecked ? SquareCheck : Square;
  return (
    <Icon
      role="img"
      aria-label={isChecked ? messageText.done : messageText.toDo}
      className="mr-2 inline-block size-4 align-[-2px] text-ink-2"
      strokeWidth={1.75}
    />
  );
}
