const name = 'details';
const yearSeconds = 31_536_000;

/** Open until somebody closes it. A cookie, so that the server's first paint already has the right columns. */
export function readDetailsDocked(cookies: { get(name: string): { value: string } | undefined }): boolean {
  return cookies.get(name)?.value !== 'closed';
}

export function keepDetailsDocked(isDocked: boolean): void {
  document.cookie = `${name}=${isDocked ? 'open' : 'closed'}; path=/; max-age=${yearSeconds}; samesite=lax`;
}
