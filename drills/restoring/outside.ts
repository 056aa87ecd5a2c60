import type { Delivery } from '#lib/contract/bots.ts';
import type { AppContext } from '#server/app-context.ts';
import { ask } from '#server/testing/ask.ts';
import { BotStream } from '#server/testing/bot-stream.ts';
import { Receiver } from '#server/testing/receiver.ts';
import { ToldDevices } from '#server/testing/told-devices.ts';

/** Everybody whom an installation tells something: they outlive it, and remember what they were told. */
export interface Outside extends AsyncDisposable {
  receiver: Receiver;
  devices: ToldDevices;
  /** Messages that were taken, as often as they were: by request, and by stream. */
  byRequest: string[];
  byStream: string[];
  /** From now on nobody takes anything. */
  refuse(): Promise<void>;
  /** From now on everybody takes everything; the stream is opened where the installation is now. */
  accept(stream: { url: string; sandboxId: string; key: string }): void;
}

export async function openOutside(): Promise<Outside> {
  const receiver = await Receiver.open();
  const devices = new ToldDevices();
  const { behave } = devices;
  const byRequest: string[] = [];
  const byStream: string[] = [];
  let streaming: { close(): Promise<void> } | null = null;
  return {
    receiver,
    devices,
    byRequest,
    byStream,
    async refuse() {
      receiver.behave = () => 503;
      devices.behave = () => ({ outcome: 'later', retryAfterMs: null, error: 'http_503' });
      await streaming?.close();
      streaming = null;
    },
    accept(stream) {
      receiver.behave = ({ delivery }) => {
        byRequest.push(...messageIn(delivery));
        return 200;
      };
      devices.behave = behave;
      streaming = takeByStream(stream, (delivery) => byStream.push(...messageIn(delivery)));
    },
    async [Symbol.asyncDispose]() {
      await streaming?.close();
      await receiver[Symbol.asyncDispose]();
    },
  };
}

function messageIn(delivery: Delivery): string[] {
  return delivery.type === 'message.created' ? [delivery.messageId] : [];
}

/** Acknowledges each, and counts it once that is said. */
function takeByStream(
  { url, sandboxId, key }: { url: string; sandboxId: string; key: string },
  taken: (delivery: Delivery) => void,
): { close(): Promise<void> } {
  const base = `${url}/bot/v1/sandboxes/${sandboxId}`;
  const headers = { authorization: `Bearer ${key}` };
  let isOver = false;
  const reading = read();

  async function read(): Promise<void> {
    await using stream = await BotStream.open({ base, headers });
    for (let done = 0; !isOver;) {
      const delivery = stream.deliveries[done];
      if (delivery === undefined) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        continue;
      }
      done += 1;
      await ask('POST', `${base}/deliveries/ack`, { headers, body: { ids: [delivery.id] } });
      taken(delivery);
    }
  }

  return {
    close: async () => {
      isOver = true;
      await reading;
    },
  };
}

/** Nobody has taken anything that isn't written down yet. */
export async function isWrittenDown({ sql }: AppContext, { byRequest, byStream, devices }: Outside): Promise<boolean> {
  const ids = [...byRequest, ...byStream];
  const [deliveries] = await sql<{ open: number }[]>`
    select count(*)::int as open from deliveries where message_id = any(${ids}) and state <> 'acknowledged'`;
  const pushes = devices.taken.map(({ push }) => push.id);
  const [targets] = await sql<{ open: number }[]>`
    select count(*)::int as open from dispatch_targets where dispatch_id = any(${pushes}) and state = 'pending'`;
  return deliveries?.open === 0 && targets?.open === 0;
}
