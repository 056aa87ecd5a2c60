const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * The id of a bot's answer, made from what it answers. A bot that dies between sending and acknowledging gets the delivery
 * again and answers again; under the same id the second answer is the first one, and nobody reads it twice.
 */
export async function answerId(answersTo: string, number: number): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`answer:${answersTo}:${number}`));
  const bytes = new Uint8Array(hash);
  return Array.from({ length: 26 }, (_, at) => crockford[digit(bytes, at)]).join('');
}

/** Five bits each; of the first only three, as a ULID has it. */
function digit(bytes: Uint8Array, at: number): number {
  const byte = bytes[at] ?? 0;
  return at === 0 ? byte & 0b111 : byte & 0b11111;
}
