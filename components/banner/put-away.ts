/** The banner that this device doesn't want to see any more. In a cookie, so that the server leaves it out of the page. */
const putAwayCookie = 'banner_put_away';

const yearSeconds = 31_536_000;

export function readPutAway(cookies: { get(name: string): { value: string } | undefined }): string | null {
  return cookies.get(putAwayCookie)?.value ?? null;
}

export function putAway(id: string): void {
  document.cookie = `${putAwayCookie}=${id}; path=/; max-age=${yearSeconds}; samesite=lax`;
}
