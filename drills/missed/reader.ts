import { conversationContext } from '#lib/contexts.ts';
import { pageMax } from '#lib/contract/limits.ts';
import { applyToLog, emptyLog, mergeMessages, type ConversationLog } from '#lib/realtime/apply-event.ts';
import { RealtimeClient } from '#lib/realtime/client.ts';
import type { AppContext } from '#server/app-context.ts';
import { listMessages } from '#server/chat/messages/read.ts';
import type { Author } from './absence.ts';

/** A page that shows a conversation: the product's client and the product's reducer, without anything to see. */
export class Reader {
  readonly #app: AppContext;
  readonly #author: Author;
  readonly #client: RealtimeClient;
  #release: (() => void) | null = null;
  #log: ConversationLog = emptyLog;
  applied = 0;
  resyncs = 0;

  constructor(app: AppContext, author: Author, url: string) {
    this.#app = app;
    this.#author = author;
    this.#client = new RealtimeClient({
      url,
      random: () => 0,
      fetchTicket: () => app.realtime.mintTicket(author.principal),
    });
  }

  get log(): ConversationLog {
    return this.#log;
  }

  async open(): Promise<void> {
    this.#log = await readAll(this.#app, this.#author);
    this.#client.subscribe(conversationContext(this.#author.sandboxId, this.#author.conversationId), {
      after: this.#log.head,
      onEvent: (event) => {
        this.applied += 1;
        this.#log = applyToLog(this.#log, event);
      },
      onResync: () => void this.#readAgain(),
    });
    this.comeBack();
  }

  goAway(): void {
    this.#release?.();
    this.#release = null;
  }

  comeBack(): void {
    this.#release ??= this.#client.acquire();
  }

  async #readAgain(): Promise<void> {
    this.resyncs += 1;
    const fresh = await readAll(this.#app, this.#author);
    this.#log = mergeMessages(this.#log, fresh.messages, fresh.head);
  }
}

/** The whole conversation, page after page, until nothing older is left. */
export async function readAll(app: AppContext, { principal, conversationId }: Author): Promise<ConversationLog> {
  const input = { conversationId, limit: pageMax };
  let page = await listMessages(app, principal, input);
  const { head } = page;
  const messages = [...page.messages];
  while (page.nextCursor !== null) {
    page = await listMessages(app, principal, { ...input, before: page.nextCursor });
    messages.push(...page.messages);
  }
  return mergeMessages(emptyLog, messages, head);
}
