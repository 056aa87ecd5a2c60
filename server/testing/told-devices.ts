import { ulid } from 'ulid';
import type { Push } from '#lib/contract/notifications.ts';
import type { AppContext } from '#server/app-context.ts';
import type { Transports } from '#server/notifications/dispatches/send.ts';
import type { Handed, Handing, Receipts, Transport } from '#server/notifications/transport.ts';

type Taken = { deviceId: string; push: Push; handing: Handing };

/** Stands in the place of all push services: keeps what it is handed, and answers as it is told to. */
export class ToldDevices {
  readonly taken: Taken[] = [];
  behave: (handing: Handing) => Handed | Promise<Handed> = ({ device }) => ({
    outcome: 'accepted',
    ticket: device.kind === 'expo' ? ulid() : null,
  });
  /** By ticket. */
  tell: (ticket: string) => Receipts extends Map<string, infer R> ? R | null : never = () => ({
    outcome: 'delivered',
    error: null,
  });

  readonly transports: Transports = { web: this.#transport(), expo: this.#transport() };

  /** What somebody sees: a device shows one notification for each dispatch, however often it comes. */
  shownOn(deviceId: string): Push[] {
    const all = this.taken.filter((one) => one.deviceId === deviceId).map(({ push }) => push);
    return [...new Map(all.map((push) => [push.id, push])).values()];
  }

  #transport(): Transport {
    return {
      hand: (all) => Promise.all(all.map((handing) => this.#take(handing))),
      receipts: async (tickets) =>
        new Map(
          tickets.flatMap((ticket) => {
            const receipt = this.tell(ticket);
            return receipt === null ? [] : [[ticket, receipt] as const];
          }),
        ),
    };
  }

  async #take(handing: Handing): Promise<Handed> {
    const handed = await this.behave(handing);
    if (handed.outcome === 'accepted') {
      this.taken.push({ deviceId: handing.device.id, push: handing.push, handing });
    }
    return handed;
  }
}

interface Owner {
  principal: { userId: string; sessionId: string | null };
}

/** A device of somebody's, in the session that they have. */
export async function addDevice(app: AppContext, { principal }: Owner, kind: 'web' | 'expo' = 'web'): Promise<string> {
  const id = ulid();
  await app.sql`
    insert into push_targets (id, user_id, session_id, kind, address, name)
    values (${id}, ${principal.userId}, ${principal.sessionId}, ${kind}, ${`https://push.test/${id}`}, 'Phone')`;
  return id;
}
