/** The value, or a crash that names what was promised. For what the surrounding code has already made certain. */
export function must<T>(value: T | null | undefined, promise: string): T {
  if (value === null || value === undefined) throw new Error(`expected ${promise}`);
  return value;
}
