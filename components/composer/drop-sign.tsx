import { Paperclip } from 'lucide-react';
import { fileText } from '#components/text/file-text.ts';

/** Over the whole conversation while files are dragged across it: wherever they are let go, they are taken. */
export function DropSign() {
  return (
    <div className="pointer-events-none absolute inset-0 z-10 grid place-items-center bg-scrim">
      <p
        role="status"
        className="flex items-center gap-2 rounded-float bg-raised px-5 py-4 type-head shadow-dialog forced-colors:border"
      >
        <Paperclip aria-hidden="true" className="size-4" strokeWidth={1.75} />
        {fileText.drop}
      </p>
    </div>
  );
}
