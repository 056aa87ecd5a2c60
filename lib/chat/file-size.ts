const units = ['kB', 'MB'] as const;

/** As people say it: whole kilobytes, and megabytes with one digit. */
export function fileSize(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  const kilobytes = Math.round(bytes / 1_000);
  if (kilobytes < 1_000) return `${kilobytes} ${units[0]}`;
  return `${(bytes / 1_000_000).toFixed(1)} ${units[1]}`;
}
