import { contextsPerFrameMax, upFrameSchema, type UpFrame } from '#lib/protocol/up.ts';

/** A frame from the other side, or why it is none. */
export function parseUpFrame(text: string): UpFrame | 'invalid_frame' | 'too_many_contexts' {
  const value = parseJson(text);
  return upFrameSchema.safeParse(value).data ?? (namesTooMany(value) ? 'too_many_contexts' : 'invalid_frame');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is no frame either, and `undefined` is none.
    return undefined;
  }
}

function namesTooMany(value: unknown): boolean {
  if (value === null || typeof value !== 'object' || !('contexts' in value)) return false;
  return Array.isArray(value.contexts) && value.contexts.length > contextsPerFrameMax;
}
