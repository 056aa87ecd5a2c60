import { CircleAlert } from 'lucide-react';

/** What belongs to the whole form, above its button; read out when it comes. */
export function FormProblem({ children }: { children: string | undefined }) {
  return (
    <div role="alert" className="contents">
      {children !== undefined && (
        <p className="flex gap-1 type-caption text-danger">
          <CircleAlert aria-hidden="true" className="mt-px size-3.5" strokeWidth={2} />
          {children}
        </p>
      )}
    </div>
  );
}
