/** Enough of it to tell browsers apart, and no more than a row should hold. */
const lengthMax = 300;

/** What a caller says that it is. */
export function userAgentOf(headers: { 'user-agent'?: string | undefined }): string | null {
  return headers['user-agent']?.slice(0, lengthMax) ?? null;
}
