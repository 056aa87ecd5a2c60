/** What both servers of the comparison understand. */
export type QueryServerOrder =
  /** And with which headers somebody who is signed in asks. */
  { kind: 'where' } | { kind: 'cpu' };

/** An answer as it came: what the peer says too. */
export interface Recorded {
  headers: Record<string, string>;
  body: string;
}
