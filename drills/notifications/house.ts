import type { AppContext } from '#server/app-context.ts';
import type { Clock } from '#server/clock.ts';
import { addMember } from '#server/chat/members/add.ts';
import { createConversation } from '#server/chat/conversations/create.ts';
import { sqlState } from '#server/db/transaction.ts';
import { claimDue } from '#server/notifications/dispatches/claim.ts';
import { notifyOfEvents } from '#server/notifications/dispatches/consume.ts';
import { decideDue } from '#server/notifications/dispatches/decide.ts';
import { checkReceipts } from '#server/notifications/dispatches/receipts.ts';
import { sendClaimed } from '#server/notifications/dispatches/send-claimed.ts';
import { consume } from '#server/realtime/consumer.ts';
import { startTestApp } from '#server/testing/app.ts';
import { organize } from '#server/testing/organization.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { stoppedClock } from '#server/testing/stopped-clock.ts';
import { addDevice, ToldDevices } from '#server/testing/told-devices.ts';
import type { Ground } from '../ground.ts';
import { Killed, Life, nodeOf, type Node } from './mortal.ts';

type Somebody = Omit<Person, 'password'>;

/** Maya, who owns an agent and decides for it, and Zoe, who reads; both with a browser or two and an app. */
export interface House extends AsyncDisposable {
  app: AppContext;
  clock: ReturnType<typeof stoppedClock>;
  services: ToldDevices;
  maya: Somebody;
  zoe: Somebody;
  devicesOf: Map<string, string[]>;
  newRoom(): Promise<string>;
}

export async function openHouse(ground: Ground): Promise<House> {
  const clock = stoppedClock();
  const database = await ground.newDatabase();
  // It only takes what is said: the nodes that tell people are the drill's own.
  const house = await startTestApp({ database, clock, transports: null, env: { LOG_LEVEL: 'error' } });
  const { app } = house;
  const [maya, zoe] = [await guest(app, 'Maya'), await guest(app, 'Zoe')];
  const { sandboxId } = maya;
  await organize(app, sandboxId, { [maya.principal.userId]: 'owner', [zoe.principal.userId]: 'member' });
  await app.sql`insert into consumers (name, cursor) values ('notifications', pg_current_snapshot())`;
  const devicesOf = new Map<string, string[]>();
  for (const one of [maya, zoe]) {
    const devices = [await addDevice(app, one), await addDevice(app, one), await addDevice(app, one, 'expo')];
    devicesOf.set(one.principal.userId, devices);
  }
  return {
    app,
    clock,
    services: new ToldDevices(),
    maya,
    zoe,
    devicesOf,
    newRoom: async () => {
      const { conversationId } = await createConversation(app, maya.principal, { sandboxId });
      await addMember(app, maya.principal, { conversationId, userId: zoe.principal.userId });
      return conversationId;
    },
    [Symbol.asyncDispose]: async () => {
      await house.close();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** One round of a node that may die in it. */
export async function liveOn({ app, services }: House, life: Life, clock: Clock = app.clock): Promise<void> {
  try {
    await round({ ...nodeOf(app, services.transports, life), clock });
  } catch (error) {
    if (!(error instanceof Killed) && !life.isOver) throw error;
  }
}

async function round(node: Node): Promise<void> {
  await consume(node.sql, notifyOfEvents(node)).catch(refuseAllButRaces);
  await decideDue(node);
  const claimed = await claimDue(node, 100);
  if (claimed.length > 0) await sendClaimed(node, claimed);
  await checkReceipts(node);
}

/** What a newer message would have replaced was decided in that moment: the pass is made again, as the product does at once. */
function refuseAllButRaces(error: unknown): void {
  if (sqlState(error) !== '40001') throw error;
}

/** Time passes, and a node that is well does what others have left; false: something still waits after hours. */
export async function settle(house: House): Promise<boolean> {
  const { app, clock } = house;
  for (let rounds = 0; rounds < 60; rounds++) {
    await liveOn(house, new Life(Infinity));
    const open = await app.sql`select from dispatches where state in ('pending', 'accepted') limit 1`;
    if (open.length === 0) return true;
    clock.pass(8 * 60_000);
  }
  return false;
}
