const home = '/claw/chat';
const invitationPath = /^\/invitation\/([A-Za-z0-9_-]{43})$/;

type Parameter = string | string[] | undefined;

/** Where somebody wants to be once they are in: a path of ours that a page or next-auth put into the address, else home. */
export function backOf({ back, callbackUrl }: { back?: Parameter; callbackUrl?: Parameter }, host: string): string {
  if (typeof back === 'string' && isPath(back)) return back;
  if (typeof callbackUrl !== 'string' || !URL.canParse(callbackUrl)) return home;
  const url = new URL(callbackUrl);
  return url.host === host && isPath(url.pathname) && url.pathname !== '/' ? url.pathname + url.search : home;
}

/** The invitation that somebody came from. */
export function invitationOf(back: string): string | undefined {
  return invitationPath.exec(back)?.[1];
}

/** Two slashes, or a slash and a backslash, would be another host. */
function isPath(text: string): boolean {
  return /^\/(?![/\\])/.test(text);
}
