import type { Page } from '@playwright/test';
import type { BrowserSubscription } from '#server/testing/browser-subscription.ts';
import type { PushService } from '#server/testing/push-service.ts';

/** No push service of a browser's maker can be reached from a test, so the browser is given a subscription to ours. */
export async function giveSubscription(page: Page, service: PushService): Promise<BrowserSubscription> {
  const answer = await page.request.get('/api/trpc/notifications.publicKey');
  const { result } = (await answer.json()) as { result: { data: { publicKey: string } } };
  const browser = service.subscribe(result.data.publicKey);
  await page.addInitScript(beSubscribed, { made: browser.toJSON(), key: result.data.publicKey });
  return browser;
}

/** Runs in the page. A subscription outlives the page that made it. */
function beSubscribed({ made, key }: { made: ReturnType<BrowserSubscription['toJSON']>; key: string }): void {
  const kept = 'subscribed-in-this-test';
  const subscription = {
    endpoint: made.endpoint,
    options: { applicationServerKey: null },
    toJSON: () => made,
    unsubscribe: async () => (sessionStorage.removeItem(kept), true),
  };
  Object.assign(PushManager.prototype, {
    getSubscription: async () => (sessionStorage.getItem(kept) === null ? null : subscription),
    subscribe: async ({ applicationServerKey }: { applicationServerKey: string }) => {
      if (applicationServerKey !== key) throw new Error('another key');
      sessionStorage.setItem(kept, 'yes');
      return subscription;
    },
  });
}
