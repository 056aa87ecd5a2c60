import { exitCodes } from '#server/exit-codes.mjs';

export type StartFailureCode = keyof typeof exitCodes;

/** A start that can't go on, in words for the person at the terminal. The process prints `sentence` and ends with `exitCode`. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
  readonly code: StartFailureCode;
  readonly sentence: string;
  readonly exitCode: number;

  constructor(code: StartFailureCode, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.code = code;
    this.sentence = sentence;
    this.exitCode = exitCodes[code];
  }
}
