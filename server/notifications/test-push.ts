import { ulid } from 'ulid';
import type { TestPushResult } from '#lib/contract/notifications.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import { must } from '#lib/std/must.ts';
import { unreadTotals } from '#server/chat/badges/read.ts';
import type { AppContext } from '../app-context.ts';
import { notFound } from '../errors.ts';
import { forgetDevices, liveDevicesOf, noteUse } from './live-devices.ts';
import { transportsOf } from './transports.ts';

/** Whoever asks is looking for it now. */
const lifeMs = 60_000;

/** Tells one device something, at once and without its owner's preferences, and says what came of it. */
export async function testDevice(app: AppContext, { userId }: UserPrincipal, id: string): Promise<TestPushResult> {
  const { sql, clock } = app;
  const now = clock.now();
  const device = (await liveDevicesOf(sql, [userId], { now })).find((one) => one.id === id);
  if (device === undefined) throw notFound();
  const push = {
    id: ulid(),
    ...words,
    tag: 'test',
    badge: (await unreadTotals(sql, [userId])).get(userId) ?? 0,
    data: { type: 'test' as const },
  };
  const expiresAt = new Date(now.getTime() + lifeMs);
  const [handed] = await transportsOf(app)[device.kind].hand([{ device, push, expiresAt, isUrgent: true }]);
  const { outcome } = must(handed, 'what became of it');
  if (outcome === 'accepted') await noteUse(sql, [id], now);
  if (outcome === 'gone') await forgetDevices(sql, [id]);
  return { outcome };
}

const words = { title: 'Claw Chat', body: 'This is a test. What needs you will look like this.' };
