/** Q is not among them: a plain yellow field asks for permission, and is never a name. */
const letters = 'ABCDEFGHIJKLMNOPRSTUVWXYZ';

/** One agent for each flag: more could not be told apart. */
export const agentsMax = letters.length;

/** The label's first letter that none of the others flies; else X, or any that is free. Null: all are flown. */
export function flagLetter(label: string, flown: Iterable<string>): string | null {
  const taken = new Set(flown);
  // An umlaut or an accent is decoration on a letter that has a flag.
  const candidates = [...label.normalize('NFKD').toUpperCase(), 'X', ...letters];
  return candidates.find((letter) => letters.includes(letter) && !taken.has(letter)) ?? null;
}
