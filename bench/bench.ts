import type { DatabaseAddress } from '#server/db/embedded.ts';

/** What a measurement is given. */
export interface Bench {
  address: DatabaseAddress;
  /** Few rounds: to see that it works. */
  isShort: boolean;
}
