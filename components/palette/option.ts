import type { ReactNode } from 'react';

/** One line of the palette: something to go to, or to do. */
export interface Option {
  id: string;
  icon: ReactNode;
  label: ReactNode;
  /** At the end of the line, in small print: when it was, or its key. */
  aside?: ReactNode;
  run(): void;
}

export interface OptionGroup {
  name: string;
  options: readonly Option[];
}
