/** Names in a row: "Jonas", "Jonas and Priya", "Jonas, Priya and 3 more". `more` counts those that go unnamed in any case. */
export function listed(names: readonly string[], { namedMax, more = 0 }: { namedMax: number; more?: number }): string {
  const isShort = names.length <= namedMax;
  const named = isShort ? names : names.slice(0, namedMax - 1);
  const unnamed = names.length - named.length + more;
  const parts = unnamed === 0 ? named : [...named, `${unnamed} more`];
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
