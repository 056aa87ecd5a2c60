import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { SessionPrincipal } from '#lib/contract/principals.ts';
import { closeCodes } from '#lib/protocol/down.ts';
import { frameBytesMax } from '#lib/protocol/up.ts';
import { subprotocol } from '#lib/protocol/version.ts';
import { drained } from '../drained.ts';
import type { Logger } from '../log.ts';
import { Connection, type ConnectionDeps, type Wire } from './connection.ts';
import type { Guest, Guests } from './guests.ts';
import type { TicketOwner } from './tickets.ts';

const beatEveryMs = 1_000;
/** Those who are sent away come back spread over this. */
export const goawaySpreadMs = 5_000;
/** Of sockets and streams together: twenty tabs and devices are many, and more is a program that forgets to close. */
export const readersPerPersonMax = 20;
/** How long a drain waits for the other sides' goodbyes. */
const drainMaxMs = 2_000;

/** The rest of the first line, and what else the answer says. */
const refusals = {
  401: ['Unauthorized'],
  403: ['Forbidden'],
  426: ['Upgrade Required', 'Upgrade: websocket'],
  429: ['Too Many Requests', 'Retry-After: 30'],
  503: ['Service Unavailable', 'Retry-After: 2'],
} as const;
type Refusal = keyof typeof refusals;

export interface GatewayDeps extends ConnectionDeps {
  guests: Guests;
  takeTicket(ticket: string): Promise<TicketOwner | null>;
  /** Null when the session is revoked or expired, or its person disabled. */
  sessionOf(sessionId: string): Promise<SessionPrincipal | null>;
  allowedOrigin(origin: string | undefined): boolean;
}

/** The door to `/connect`: decides who may come in, and owns the sockets of those who did. */
export class Gateway {
  readonly #deps: GatewayDeps;
  readonly #log: Logger;
  // Compression would cost a deflate per socket and event, and end writing the same bytes to all.
  readonly #server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: frameBytesMax,
    handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : false),
  });
  readonly #connections = new Map<Connection, WebSocket>();
  readonly #beat: NodeJS.Timeout;
  #isDraining = false;

  constructor(deps: GatewayDeps) {
    this.#deps = deps;
    this.#log = deps.log;
    this.#beat = setInterval(() => this.beat(), beatEveryMs).unref();
  }

  get size(): number {
    return this.#connections.size;
  }

  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Without a listener a reset during the look-ups below would end the process.
    socket.on('error', () => socket.destroy());
    const refusal = this.#refusalOf(request);
    if (refusal !== null) return this.#refuse(socket, refusal);
    this.#admit(request, socket, head).catch((error: unknown) => {
      this.#log.warn({ err: error }, 'A socket could not be admitted.');
      this.#refuse(socket, 503);
    });
  }

  beat(): void {
    for (const connection of this.#connections.keys()) connection.beat();
  }

  async drain(): Promise<void> {
    this.#isDraining = true;
    clearInterval(this.#beat);
    const left = [...this.#connections].map(([connection, socket]) => {
      const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      connection.send({ type: 'goaway', retryAfterMs: Math.floor(Math.random() * goawaySpreadMs) });
      connection.close(closeCodes.restart);
      return gone;
    });
    const patience = setTimeout(() => {
      for (const socket of this.#connections.values()) socket.terminate();
    }, drainMaxMs);
    await Promise.all(left);
    clearTimeout(patience);
  }

  #refuse(socket: Duplex, status: Refusal): void {
    this.#deps.counts.turnedAway += 1;
    if (socket.destroyed) return;
    const [reason, ...headers] = refusals[status];
    const lines = [`HTTP/1.1 ${status} ${reason}`, 'Connection: close', ...headers, 'Content-Length: 0', '', ''];
    socket.end(lines.join('\r\n'));
  }

  /** What can be said without asking the database, the most general first. */
  #refusalOf(request: IncomingMessage): Refusal | null {
    if (request.headers.upgrade?.toLowerCase() !== 'websocket') return 426;
    if (this.#isDraining) return 503;
    const { origin } = request.headers;
    // Programs send no Origin; the ticket that they need as well cannot be had by a foreign page.
    if (origin !== undefined && !this.#deps.allowedOrigin(origin)) return 403;
    // An older way in carried a bearer token here, where proxies log it.
    if (request.headers['sec-websocket-protocol']?.includes('kilo.jwt.')) return 401;
    return ticketOf(request) === null ? 401 : null;
  }

  async #admit(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const owner = await this.#deps.takeTicket(ticketOf(request) ?? '');
    if (owner === null) return this.#refuse(socket, 401);
    const admitted = await this.#principalOf(owner);
    if (typeof admitted === 'number') return this.#refuse(socket, admitted);
    if (this.#isDraining) return this.#refuse(socket, 503);
    if (socket.destroyed) return;
    this.#server.handleUpgrade(request, socket, head, (webSocket) => this.#accept(webSocket, socket, admitted));
  }

  /** A revocation that comes while the session is being read must not slip between its answer and the socket. */
  async #principalOf(owner: TicketOwner): Promise<SessionPrincipal | 401 | 429> {
    const { guests, sessionOf } = this.#deps;
    let isRevoked = false;
    const arrival: Guest = {
      identity: { memberId: owner.userId, sessionId: owner.sessionId, keyId: null },
      revoke: () => (isRevoked = true),
      recheck: () => undefined,
    };
    const leave = guests.add(arrival);
    try {
      if (guests.countOf(owner.userId) > readersPerPersonMax) return 429;
      const principal = await sessionOf(owner.sessionId);
      return isRevoked || principal?.userId !== owner.userId ? 401 : principal;
    } finally {
      leave();
    }
  }

  #accept(webSocket: WebSocket, socket: Duplex, principal: SessionPrincipal): void {
    const connection = new Connection(this.#deps, principal, wireOf(webSocket, socket));
    this.#connections.set(connection, webSocket);
    const leave = this.#deps.guests.add(connection);
    webSocket.on('message', (data, isBinary) =>
      connection.receive(isBinary || !Buffer.isBuffer(data) ? null : data.toString()),
    );
    webSocket.on('pong', () => connection.heard());
    // `ws` answers a broken or oversized frame with a close code of its own; this keeps it from being thrown.
    webSocket.on('error', (error) => this.#log.debug({ err: error }, 'A socket broke the protocol.'));
    webSocket.on('close', () => {
      this.#connections.delete(connection);
      leave();
      connection.closed();
    });
  }
}

/** Frames go straight to the stream: nothing else is queued before them, since `ws` queues only what it compresses. */
function wireOf(webSocket: WebSocket, socket: Duplex): Wire {
  let draining: Promise<void> | null = null;
  return {
    write: (frame) => {
      if (webSocket.readyState === webSocket.OPEN) socket.write(frame);
    },
    bytesWaiting: () => socket.writableLength,
    isCongested: () => socket.writableNeedDrain,
    drained: () => (draining ??= drained(socket).finally(() => (draining = null))),
    ping: () => webSocket.ping(),
    close: (code) => webSocket.close(code),
    destroy: () => webSocket.terminate(),
  };
}

function ticketOf(request: IncomingMessage): string | null {
  return URL.parse(request.url ?? '/', 'http://localhost')?.searchParams.get('ticket') || null;
}
