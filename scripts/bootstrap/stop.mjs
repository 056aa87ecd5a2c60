/** A reason to end, in words for the person at the terminal; see server/exit-codes.mjs for the numbers. */
export class Stop extends Error {
  /** @param {number} exitCode @param {string} sentence */
  constructor(exitCode, sentence) {
    super(sentence);
    this.exitCode = exitCode;
  }
}
