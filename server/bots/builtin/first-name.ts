/** The first word, as people are addressed by somebody friendly; a name in one piece is taken whole. */
export function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? '';
}
