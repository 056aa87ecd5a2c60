import { CircleAlert } from 'lucide-react';

/** Why something that was asked of a message did not come about, over the end of the log, where nothing moves by it. */
export function LogNote({ children }: { children: string | null }) {
  return (
    <div role="status" className="pointer-events-none absolute inset-x-0 bottom-14 flex justify-center px-4">
      {children !== null && (
        <p className="flex items-center gap-2 rounded-control bg-raised px-3 py-1.5 type-ui text-danger shadow-pop">
          <CircleAlert aria-hidden="true" className="size-4" strokeWidth={1.75} />
          {children}
        </p>
      )}
    </div>
  );
}
