/**
 * The only clock of the server's own rules, so that a drill can move it. Rows are dated by the database, and in the product
 * this clock follows the database's: see `db/database-clock.ts`.
 */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
