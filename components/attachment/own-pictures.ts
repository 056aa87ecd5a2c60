/**
 * Pictures that this page has sent itself: they are shown from here, before anybody could ask the server for them and
 * without ever asking. As long as the page is open; the browser keeps files that were chosen on disk.
 */
const kept = new Map<string, string>();

export function keepOwnPicture(attachmentId: string, picture: Blob): void {
  if (!kept.has(attachmentId)) kept.set(attachmentId, URL.createObjectURL(picture));
}

export function ownPicture(attachmentId: string): string | null {
  return kept.get(attachmentId) ?? null;
}
