import type { OutboundGuard } from './guard.ts';
import { isRefusal, placesOf, readTarget, type Refusal } from './target.ts';

const waitMs = 5_000;

/** For a form that saves an address: what would be refused anyway is said at once. Null: nothing speaks against it now. */
export async function checkOutboundUrl(
  guard: OutboundGuard,
  url: string,
): Promise<Refusal | { code: 'unknown_host'; sentence: string } | null> {
  const target = readTarget(guard, url);
  if (isRefusal(target)) return target;
  try {
    const places = await placesOf(guard, target, AbortSignal.timeout(waitMs));
    return isRefusal(places) ? places : null;
  } catch {
    // Whatever a look-up throws says the same to who typed the name.
    return { code: 'unknown_host', sentence: `${target.host} can’t be found. Is the name right?` };
  }
}
