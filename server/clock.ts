/** The only clock of the server's own rules, so that a drill can move it. Rows are dated by the database. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
