import { WebSocket } from 'ws';
import { sandboxContext, userContext } from '#lib/contexts.ts';
import type { EventPayload, WireEvent } from '#lib/contract/events.ts';
import type { Unread } from '#lib/contract/notifications.ts';
import type { SessionPrincipal } from '#lib/contract/principals.ts';
import { titleWith, unreadTotal } from '#lib/chat/unread-total.ts';
import {
  applyToList,
  emptyList,
  forgotten,
  isKnown,
  listedConversations,
  mergeCounts,
  mergeRows,
  withoutEnds,
  type ConversationList,
} from '#lib/realtime/apply-list-event.ts';
import { RealtimeClient, type RealtimeOptions } from '#lib/realtime/client.ts';
import { followList } from '#lib/realtime/follow-list.ts';
import type { AppContext } from '#server/app-context.ts';
import { listUnread } from '#server/chat/badges/read.ts';
import { listConversations, readConversation } from '#server/chat/conversations/read.ts';

/** So few that most conversations lie beyond the first page. */
const pageSize = 4;

type SocketClass = NonNullable<RealtimeOptions['WebSocket']>;

/** A page of somebody's: the product's client and reducers, and what it shows of what is unread. */
export class Device {
  readonly #app: AppContext;
  readonly #principal: SessionPrincipal;
  readonly #client: RealtimeClient;
  #release: (() => void) | null = null;
  #list: ConversationList | undefined;
  #unread: Unread = { conversations: [] };
  #isLost = false;
  #reading: Promise<unknown> = Promise.resolve();
  #end: () => void = () => undefined;
  /** What arrives while it sleeps, to be taken when it wakes. */
  #slept: (() => void)[] | null = null;
  /** The last one that was told, and how many there were. */
  told: EventPayload<'badge.changed'> | null = null;
  toldCount = 0;
  resyncs = 0;

  constructor(app: AppContext, principal: SessionPrincipal, url: string) {
    this.#app = app;
    this.#principal = principal;
    const take = (message: () => void) => (this.#slept === null ? message() : void this.#slept.push(message));
    this.#client = new RealtimeClient({
      url,
      random: () => 0,
      fetchTicket: () => app.realtime.mintTicket(principal),
      WebSocket: sleepySocket(take),
    });
  }

  open(sandboxIds: string[]): void {
    const contexts = [userContext(this.#principal.userId), ...sandboxIds.map(sandboxContext)];
    this.#end = followList(this.#client, contexts, {
      known: () => this.#list,
      apply: (event) => this.#take(event),
      readRow: (conversationId) => this.#readRow(conversationId),
      readAll: () => {
        this.#reading = Promise.allSettled([this.#reading, this.#readAll()]);
      },
      lose: () => {
        this.resyncs += 1;
        this.#isLost = true;
        if (this.#list !== undefined) this.#list = withoutEnds(this.#list);
      },
      // Nobody loses an agent here.
      drop: () => undefined,
    });
    this.comeBack();
  }

  async close(): Promise<void> {
    this.#end();
    this.goAway();
    await this.#reading;
  }

  get isHere(): boolean {
    return this.#release !== null && this.#slept === null;
  }

  goAway(): void {
    this.#release?.();
    this.#release = null;
  }

  comeBack(): void {
    this.#release ??= this.#client.acquire();
  }

  sleep(): void {
    this.#slept ??= [];
  }

  wake(): void {
    const slept = this.#slept ?? [];
    this.#slept = null;
    for (const message of slept) message();
    this.#client.hint('visible');
  }

  /** What it shows, in all places. */
  shown() {
    const list = this.#list ?? emptyList;
    const rows = listedConversations(list, this.#principal.userId);
    const total = unreadTotal(rows, this.#unread, (id) => isKnown(list, id, this.#principal.userId));
    return {
      total,
      title: titleWith(total, 'Claw Chat'),
      rows: Object.fromEntries(rows.map((row) => [row.conversationId, row.unreadCount])),
    };
  }

  #take(event: WireEvent): void {
    if (event.event === 'badge.changed') {
      this.told = event.payload;
      this.toldCount += 1;
    }
    if (this.#list !== undefined) this.#list = applyToList(this.#list, event);
  }

  async #readRow(conversationId: string): Promise<void> {
    const {
      members: _members,
      createdBy: _by,
      draft: _draft,
      ...row
    } = await readConversation(this.#app, this.#principal, conversationId);
    this.#list = mergeRows(this.#list ?? emptyList, [row]);
  }

  async #readAll(): Promise<void> {
    const [page, unread] = await Promise.all([
      listConversations(this.#app, this.#principal, { limit: pageSize }),
      listUnread(this.#app, this.#principal),
    ]);
    const known = this.#list ?? emptyList;
    const rows = mergeRows(this.#isLost ? forgotten(known) : known, page.conversations);
    this.#list = mergeCounts(rows, unread);
    this.#isLost = false;
    this.#unread = unread;
  }
}

/** Whose messages may have to wait for the device to wake. */
function sleepySocket(take: (message: () => void) => void): SocketClass {
  class Sleepy extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols);
      // The close that follows is what the client listens to.
      this.on('error', () => undefined);
    }
    override emit(name: string | symbol, ...args: unknown[]): boolean {
      if (name === 'message') take(() => super.emit(name, ...args));
      else return super.emit(name, ...args);
      return true;
    }
  }
  return Sleepy as unknown as SocketClass;
}
