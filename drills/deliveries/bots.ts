import { createConversation } from '#server/chat/conversations/create.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { Delivery } from '#lib/contract/bots.ts';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '#server/app-context.ts';
import { createBot } from '#server/bots/create.ts';
import { setEndpoint } from '#server/bots/endpoints/own-endpoint.ts';
import { ask } from '#server/testing/ask.ts';
import { BotStream } from '#server/testing/bot-stream.ts';
import { Receiver } from '#server/testing/receiver.ts';
import type { Chance } from '../seed.ts';
import { behaviourOf, type Mood } from './moods.ts';

/** A bot as the drill drives it: it takes what it takes, and remembers all that came. */
export interface DrilledBot {
  sandboxId: string;
  conversationIds: string[];
  mood: Mood | 'cut';
  /** Of messages, in the order in which they first came: by conversation, with the delivery that each came in. */
  arrived: Map<string, { messageId: string; deliveryId: string }[]>;
  /** It takes everything from now on. */
  heal(): Promise<void>;
  close(): Promise<void>;
}

interface Founding {
  app: AppContext;
  owner: UserPrincipal;
  /** Where its stream goes. */
  url: string;
  chance: Chance;
  rooms: number;
}

export async function foundBot(founding: Founding, mood: Mood | 'cut'): Promise<DrilledBot> {
  const { app, owner, rooms } = founding;
  const { sandbox, conversationId, key } = await createBot(app, owner, { label: mood });
  const { sandboxId } = sandbox;
  const conversationIds = [conversationId];
  for (let n = 1; n < rooms; n++) {
    conversationIds.push((await createConversation(app, owner, { sandboxId })).conversationId);
  }
  const arrived: DrilledBot['arrived'] = new Map();
  const take = (delivery: Delivery) => {
    if (delivery.type !== 'message.created') return;
    const { conversationId: place, messageId, id: deliveryId } = delivery;
    const all = arrived.get(place) ?? [];
    arrived.set(place, all);
    if (!all.some((one) => one.deliveryId === deliveryId)) all.push({ messageId, deliveryId });
  };
  const bot = { sandboxId, conversationIds, mood, arrived };
  if (mood === 'cut') return { ...bot, ...streaming(founding, { sandboxId, key: key.key, take }) };
  return { ...bot, ...(await reached(founding, { sandboxId, mood, take })) };
}

type Life = Pick<DrilledBot, 'heal' | 'close'>;

/** Reached by request, and as well as its mood lets it be. */
async function reached(
  { app, owner, chance }: Founding,
  { sandboxId, mood, take }: { sandboxId: string; mood: Mood; take: (delivery: Delivery) => void },
): Promise<Life> {
  const receiver = await Receiver.open();
  receiver.behave = ({ delivery }) => {
    take(delivery);
    return behaviourOf(mood, delivery, { chance, now: app.clock.now() });
  };
  await setEndpoint(app, owner, { sandboxId, url: receiver.url });
  return {
    heal: async () => {
      receiver.behave = ({ delivery }) => {
        take(delivery);
        return 200;
      };
      // Who said that it is gone is given its address anew.
      await setEndpoint(app, owner, { sandboxId, url: receiver.url });
    },
    close: () => receiver[Symbol.asyncDispose](),
  };
}

/** Keeps a stream open that is cut at random, before and after it has acknowledged. */
function streaming(
  { url, chance }: Founding,
  { sandboxId, key, take }: { sandboxId: string; key: string; take: (delivery: Delivery) => void },
): Life {
  const access = { base: `${url}/bot/v1/sandboxes/${sandboxId}`, headers: { authorization: `Bearer ${key}` } };
  let isHealed = false;
  let isOver = false;
  const over = run();

  async function run(): Promise<void> {
    while (!isOver) {
      const stream = await BotStream.open(access).catch(() => null);
      if (stream === null) return;
      await readUntilCut(stream);
      await stream[Symbol.asyncDispose]();
    }
  }

  async function readUntilCut(stream: BotStream): Promise<void> {
    const cutAfter = 1 + chance.below(4);
    for (let done = 0; !isOver && (isHealed || done < cutAfter);) {
      const delivery = stream.deliveries[done];
      if (delivery === undefined) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        if (!isHealed && chance.fraction() < 0.02) return;
        continue;
      }
      done += 1;
      take(delivery);
      const isLost = !isHealed && chance.fraction() < 0.3;
      if (!isLost)
        await ask('POST', `${access.base}/deliveries/ack`, { headers: access.headers, body: { ids: [delivery.id] } });
    }
  }

  return {
    heal: async () => void (isHealed = true),
    close: async () => {
      isOver = true;
      await over;
    },
  };
}

export function firstRoom({ conversationIds }: DrilledBot): string {
  return must(conversationIds[0], 'a conversation');
}
