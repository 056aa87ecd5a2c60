import type { Delivery, StreamEnd } from '#lib/contract/bots.ts';
import type { BotPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '../app-context.ts';
import { tellingPresence } from './bot-status.ts';
import { acknowledge } from './deliveries/ack.ts';
import { takeDue } from './deliveries/next.ts';
import type { OpenStream } from './streams.ts';
import { leaveLease, lookAtLease, lookEveryMs, takeLease } from './lease.ts';

/** The other side of a stream. */
export interface Sink {
  /** The lease is taken: deliveries follow. */
  open(): void;
  /** Resolves when there is room for more. */
  deliver(delivery: Delivery): Promise<void>;
}

/**
 * Sends a bot its deliveries until it goes, a newer connection takes its place, its key is revoked or the server stops, and
 * says which. Woken by what the consumer wrote and by acknowledgements; a lost wake-up costs one look.
 */
export async function streamDeliveries(
  app: AppContext,
  principal: BotPrincipal,
  { sink, gone }: { sink: Sink; gone: AbortSignal },
): Promise<StreamEnd | 'gone'> {
  const stream = app.botStreams.enter(principal.sandboxId);
  gone.addEventListener('abort', () => stream.wake());
  try {
    const lease = await tellingPresence(app, principal.sandboxId, () => takeLease(app, principal));
    // The one before finds that its lease has passed on.
    app.botStreams.wake([principal.sandboxId]);
    try {
      sink.open();
      return await serve(app, principal, { stream, lease, sink, gone });
    } finally {
      await leave(app, principal.sandboxId, lease);
    }
  } finally {
    stream.leave();
  }
}

interface Serving {
  stream: OpenStream;
  lease: string;
  sink: Sink;
  gone: AbortSignal;
}

async function serve(app: AppContext, principal: BotPrincipal, { stream, lease, sink, gone }: Serving) {
  for (;;) {
    if (gone.aborted) return 'gone';
    if (app.botStreams.isDraining) return 'draining';
    const end = await lookAtLease(app, principal, lease);
    if (end !== null) return end;
    const { isFull } = await sendDue(app, principal.sandboxId, { lease, sink });
    if (!isFull) await stream.wait(lookEveryMs);
  }
}

async function sendDue(app: AppContext, sandboxId: string, { lease, sink }: { lease: string; sink: Sink }) {
  const taken = await takeDue(app, sandboxId, lease);
  for (const delivery of taken.deliveries) await sink.deliver(delivery);
  if (taken.idle.length > 0) await acknowledge(app, sandboxId, taken.idle);
  return taken;
}

/** A lease that could not be given back runs out by itself. */
async function leave(app: AppContext, sandboxId: string, lease: string): Promise<void> {
  try {
    await tellingPresence(app, sandboxId, () => leaveLease(app, sandboxId, lease));
  } catch (error) {
    app.log.warn({ err: error, sandboxId }, "A bot's stream ended and could not say so.");
  }
}
