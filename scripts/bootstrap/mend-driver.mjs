import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { inCheckout } from './checkout.mjs';

/**
 * The driver for Postgres (3.4.9) has two faults that show when the database goes away under load, each in a line of its
 * own and out of reach from outside. Whoever updates it looks whether they are still there: what can't be found is an error.
 *
 * 1. A statement on a connection that is gone, such as the `rollback` of the transaction that was cut off, is written to a
 *    socket that is null, in a timer: nobody can catch that, and the process ends.
 * 2. What had not left yet when a connection was lost is kept, with the timer that would have sent it. The next connection
 *    in its place never says anything: each statement that it gets waits until the connecting has timed out.
 */
const mends = [
  {
    at: `    if (q.cancelled)
      return

    try {
      q.state = backend`,
    becomes: `    if (q.cancelled)
      return

    if (socket === null) {
      queryError(q, Errors.connection('CONNECTION_CLOSED', options))
      return true
    }

    try {
      q.state = backend`,
  },
  {
    at: `    clearImmediate(nextWriteTimer)
    if (socket) {`,
    becomes: `    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    if (socket) {`,
  },
  {
    at: `    clearImmediate(nextWriteTimer)
    socket.removeListener('data', data)`,
    becomes: `    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    socket.removeListener('data', data)`,
  },
];

/** Nothing happens when it is mended already, or isn't there. */
export function mendDriver(file = inCheckout('node_modules', 'postgres', 'src', 'connection.js')) {
  if (!existsSync(file)) return;
  const found = readFileSync(file, 'utf8');
  const mended = mends.reduce((text, mend) => mendOnce(text, mend), found);
  if (mended !== found) writeFileSync(file, mended);
}

/** @param {string} text @param {{ at: string, becomes: string }} mend */
function mendOnce(text, { at, becomes }) {
  if (text.includes(becomes)) return text;
  if (text.split(at).length !== 2)
    throw new Error(`The driver for Postgres is another one than scripts/bootstrap/mend-driver.mjs knows.`);
  return text.replace(at, () => becomes);
}
