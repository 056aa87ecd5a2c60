import type { ReactNode } from 'react';
import { Button } from '#components/ui/button.tsx';
import { FormProblem } from './form-problem.tsx';

/** How a form ends: what is wrong with all of it, its one ink button, and beside that what came of it. */
export function FormEnd({ problem, busy, children, end, done }: FormEndProps) {
  return (
    <>
      <FormProblem>{problem}</FormProblem>
      <div className="flex flex-wrap items-center gap-3">
        <Button kind="fill" type="submit" busy={busy}>
          {children}
        </Button>
        {end}
        <span role="status" className="type-caption text-ink-2">
          {done}
        </span>
      </div>
    </>
  );
}

interface FormEndProps {
  problem: string | undefined;
  busy: boolean;
  children: ReactNode;
  /** What else can be done, after the button. */
  end?: ReactNode;
  /** Said in place once it is done, and only then. */
  done?: ReactNode;
}
