/**
 * The value of one cookie of a Cookie header, or null. Sealed values are base64url: nothing to decode. Two values under
 * one name are nobody's: somebody has planted one, and nothing says which.
 */
export function readCookie(header: string | undefined, name: string): string | null {
  const values = new Set<string>();
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) values.add(pair.slice(at + 1).trim());
  }
  const [value = null, other] = values;
  return other === undefined ? value : null;
}
