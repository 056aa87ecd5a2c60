/** What stands in OpenClaw's configuration. Most of it is not ours to know. */
export type Settings = Record<string, unknown>;

export function isRecord(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
