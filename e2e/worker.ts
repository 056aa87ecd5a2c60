import type { BrowserContextOptions, Page, Worker } from '@playwright/test';
import { must } from '#lib/std/must.ts';
import { expect } from './fixtures.ts';

/** A page whose service worker runs, and may show what it is told. */
export const withWorker: BrowserContextOptions = { serviceWorkers: 'allow', permissions: ['notifications'] };

/** The page's own worker, running. */
export async function workerOf(page: Page): Promise<Worker> {
  await expect.poll(() => page.context().serviceWorkers().length).toBeGreaterThan(0);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  return must(page.context().serviceWorkers()[0], 'a worker');
}

/** As the browser does when a push service has something for this page. */
export async function deliver(page: Page, push: unknown): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const registration = new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [one] = registrations;
      if (one !== undefined) resolve(one.registrationId);
    });
  });
  await session.send('ServiceWorker.enable');
  const { origin } = new URL(page.url());
  const data = typeof push === 'string' ? push : JSON.stringify(push);
  await session.send('ServiceWorker.deliverPushMessage', { origin, registrationId: await registration, data });
  await session.detach();
}

export function shown(worker: Worker): Promise<{ title: string; body: string; actions: string[] }[]> {
  return worker.evaluate(async () => {
    const { registration } = self as unknown as { registration: ServiceWorkerRegistration };
    const all = (await registration.getNotifications()) as (Notification & { actions: { title: string }[] })[];
    return all.map(({ title, body, actions }) => ({ title, body, actions: actions.map((one) => one.title) }));
  });
}

/** No hand presses a system's notification here: the worker is told of it as the browser would. What it opens is only noted. */
export async function press(worker: Worker, action = ''): Promise<string[]> {
  return worker.evaluate(async (pressed) => {
    const scope = self as unknown as {
      registration: ServiceWorkerRegistration;
      clients: { openWindow(address: string): Promise<null> };
      clawPush(worker: unknown): { press(notification: unknown, action: string): Promise<void> };
    };
    const opened: string[] = [];
    scope.clients.openWindow = async (address) => (opened.push(address), null);
    const [notification] = await scope.registration.getNotifications();
    await scope.clawPush(self).press(notification, pressed);
    return opened;
  }, action);
}
