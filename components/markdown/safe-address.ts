/**
 * An address that may be followed, or null. It must begin with one of these words, letter by letter: so nothing that a
 * browser would leave out, or decode, can make another scheme of it.
 */
export function safeAddress(address: string): string | null {
  return /^(?:https?:\/\/|mailto:)\S+$/i.test(address) ? address : null;
}
