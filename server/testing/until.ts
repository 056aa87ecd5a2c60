const lookEveryMs = 10;

/**
 * What `look` finds, as soon as it finds something: for what happens by itself and tells nobody. The test's own timeout ends
 * a wait for what never comes.
 */
export async function until<T>(look: () => Promise<T | null | undefined | false> | T | null | undefined | false) {
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found as T;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}
