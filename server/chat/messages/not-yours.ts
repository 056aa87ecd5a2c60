import { Fault } from '#server/errors.ts';

/** It can be seen, so it is no secret that it is there. */
export function notYours(): Fault {
  return new Fault('forbidden', 'Only whoever wrote a message may change or delete it.');
}
