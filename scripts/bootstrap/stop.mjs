import { exitCodes } from '#server/exit-codes.mjs';

/** A reason to end, in words for the person at the terminal; see server/exit-codes.mjs for the numbers. */
export class Stop extends Error {
  /** @param {number} exitCode @param {string} sentence */
  constructor(exitCode, sentence) {
    super(sentence);
    this.exitCode = exitCode;
  }
}

/** What the file system refuses while we write, in words; null for what only a developer can do something about. @param {unknown} error */
export function asStop(error) {
  if (error instanceof Stop) return error;
  const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new Stop(exitCodes.disk_full, 'The disk is full. Free some space, then run the same command again.');
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new Stop(exitCodes.data_unreadable, `This user may not write here: ${message}.`);
  }
  return null;
}
