import type { AppContext } from '#server/app-context.ts';

/** Something that is asked often, by the function behind its procedure. */
export interface Operation {
  what: string;
  growth: Growth;
  run(app: AppContext): Promise<unknown>;
}

/** What it does however much there is: the same but for the depth of indexes, or never more than so many pages. */
export type Growth = 'constant' | { pagesMax: number };
