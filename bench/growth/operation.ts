import type { AppContext } from '#server/app-context.ts';

/** Something that is asked often, by the function behind its procedure. */
export interface Operation {
  what: string;
  growth: Growth;
  /** Not counted. */
  prepare?(app: AppContext): Promise<unknown>;
  run(app: AppContext): Promise<unknown>;
}

/**
 * What it does however much there is: the same but for the depth of indexes; never more than so many pages; or as much as there
 * is, since each of them is what it is about.
 */
export type Growth = 'constant' | 'each' | { pagesMax: number };
