import type { ContextRef } from '#lib/contexts.ts';
import { contextPath } from '#lib/contexts.ts';
import type { BotPrincipal, UserPrincipal } from '#lib/contract/principals.ts';
import { memberIdOf } from '#lib/contract/principals.ts';
import type { DownFrame } from '#lib/protocol/down.ts';
import type { Logger } from '../log.ts';
import { bufferedBytesMax, ephemeralBytesMax } from './connection.ts';
import type { ContextRegistry } from './contexts.ts';
import type { Counts } from './counts.ts';
import { jsonOf } from './frame.ts';
import type { Guest } from './guests.ts';
import type { Hub } from './hub.ts';
import { Outbox, type Asked, type Sink } from './outbox.ts';

/** What a stream needs of the answer that it is written to. */
export interface Pipe {
  write(text: string): void;
  bytesWaiting(): number;
  isCongested(): boolean;
  drained(): Promise<void>;
  end(): void;
  destroy(): void;
}

export interface EventStreamDeps {
  hub: Hub;
  contexts: ContextRegistry;
  counts: Counts;
  epoch: number;
  log: Logger;
}

/**
 * One context as Server-Sent Events: the frames that a socket would get, each as `data`, with its position as `id`. So what
 * comes back as `Last-Event-ID` is a position, and a stream resumes as a socket does.
 */
export class EventStream implements Sink, Guest {
  readonly memberId: string;
  readonly sessionId: string | null;
  readonly keyId: string | null;
  readonly #deps: EventStreamDeps;
  readonly #principal: UserPrincipal | BotPrincipal;
  readonly #ref: ContextRef;
  readonly #pipe: Pipe;
  readonly #outbox: Outbox;
  #isOpen = true;

  constructor(
    deps: EventStreamDeps,
    { principal, ref, pipe }: { principal: UserPrincipal | BotPrincipal; ref: ContextRef; pipe: Pipe },
  ) {
    this.#deps = deps;
    this.#principal = principal;
    this.#ref = ref;
    this.#pipe = pipe;
    this.memberId = memberIdOf(principal);
    this.sessionId = principal.kind === 'bot' ? null : principal.sessionId;
    this.keyId = principal.keyId ?? null;
    this.#outbox = new Outbox({ ...deps, ref, sink: this, path: contextPath(ref) });
  }

  begin(asked: Asked): void {
    this.#outbox.run(asked).catch((error: unknown) => {
      if (!this.#isOpen) return;
      this.#deps.log.warn({ err: error }, 'A stream failed; its reader comes again.');
      this.end();
    });
  }

  event(frame: Buffer, seq: number): void {
    this.#write(`id: ${seq}\ndata: ${jsonOf(frame)}\n\n`);
  }

  ephemeral(frame: Buffer): void {
    if (this.#pipe.bytesWaiting() <= ephemeralBytesMax) this.#write(`data: ${jsonOf(frame)}\n\n`);
    else this.#deps.counts.ephemeralsDropped += 1;
  }

  send(frame: DownFrame): void {
    const id = 'head' in frame ? frame.head : 'id' in frame ? frame.id : undefined;
    this.#write(`${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(frame)}\n\n`);
  }

  isCongested(): boolean {
    return this.#pipe.isCongested();
  }

  drained(): Promise<void> {
    return this.#pipe.drained();
  }

  async mayStay(ref: ContextRef): Promise<boolean> {
    return (await this.#deps.contexts.readable(this.#principal, [ref])).has(ref);
  }

  forbid(context: string): void {
    this.send({ type: 'error', code: 'forbidden', context });
    this.end();
  }

  revoke(): void {
    this.end();
  }

  recheck(): void {
    this.mayStay(this.#ref).then(
      (may) => may || !this.#isOpen || this.forbid(contextPath(this.#ref)),
      () => this.end(),
    );
  }

  /** Says when to come back, in the words of the protocol. */
  sendAway(retryAfterMs: number): void {
    this.#write(`retry: ${retryAfterMs}\n\n`);
    this.end();
  }

  end(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#outbox.close();
    this.#pipe.end();
  }

  #write(text: string): void {
    if (!this.#isOpen) return;
    if (this.#pipe.bytesWaiting() <= bufferedBytesMax) return this.#pipe.write(text);
    this.#deps.counts.tooSlow += 1;
    this.end();
    this.#pipe.destroy();
  }
}
