/** What this node's realtime has done since its start: plain numbers, since some are raised for every event and socket. */
export interface Counts {
  /** Frames of durable events that were handed to a reader. */
  events: number;
  /** Frames of events that are kept nowhere. */
  ephemerals: number;
  /** Of those, the ones that a full buffer swallowed. */
  ephemeralsDropped: number;
  /** Readers that were cut off because too much was waiting for them. */
  tooSlow: number;
  /** Sockets that had been silent for too long. */
  silent: number;
  /** Readers that were told to read the snapshot again. */
  resyncs: number;
  /** Events that no wake-up told of and that were found by comparing heads. */
  wakeUpsMissed: number;
  /** Frames that were not obeyed: nonsense, too many, foreign contexts. */
  refusals: number;
  /** Sockets that were refused at the door. */
  turnedAway: number;
  /** Seconds between the commit of an event and its hand-over here: the latest, and the sum and number of all. */
  lagSeconds: { latest: number; sum: number; count: number };
}

export function createCounts(): Counts {
  return {
    events: 0,
    ephemerals: 0,
    ephemeralsDropped: 0,
    tooSlow: 0,
    silent: 0,
    resyncs: 0,
    wakeUpsMissed: 0,
    refusals: 0,
    turnedAway: 0,
    lagSeconds: { latest: 0, sum: 0, count: 0 },
  };
}
