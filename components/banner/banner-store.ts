import type { ShownBanner } from '#lib/contract/banner.ts';
import { trpcClient } from '#components/data/trpc.ts';

/** A page that stays open learns of a banner within this; one that is looked at again, at once. */
const everyMs = 60_000;

/** Null: nobody has asked yet, and what the server wrote into the page holds. */
let known: { banner: ShownBanner | null } | null = null;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;

/** What was asked last. Nothing asks while nobody shows it. */
export const bannerStore = {
  read: () => known,

  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    if (listeners.size === 1) begin();
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) end();
    };
  },
};

/** A banner that couldn't be asked for is asked for again; what is shown stays meanwhile. */
export function askForBanner(): void {
  trpcClient.banner.current.query().then(
    (answer) => {
      if (known?.banner?.id === answer.banner?.id && known !== null) return;
      known = answer;
      for (const listener of listeners) listener();
    },
    () => undefined,
  );
}

function begin(): void {
  timer = setInterval(() => {
    if (document.visibilityState === 'visible') askForBanner();
  }, everyMs);
  document.addEventListener('visibilitychange', onLook);
  window.addEventListener('focus', askForBanner);
}

function end(): void {
  if (timer !== null) clearInterval(timer);
  document.removeEventListener('visibilitychange', onLook);
  window.removeEventListener('focus', askForBanner);
}

function onLook(): void {
  if (document.visibilityState === 'visible') askForBanner();
}
