import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import type { SessionPrincipal } from '#lib/contract/principals.ts';
import { closeCodes } from '#lib/protocol/down.ts';
import { frameBytesMax } from '#lib/protocol/up.ts';
import { subprotocol } from '#lib/protocol/version.ts';
import type { Logger } from '../log.ts';
import { Connection, type ConnectionDeps } from './connection.ts';
import type { Guest } from './guests.ts';
import { SocketWire } from './socket-wire.ts';
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
  readonly #connections = new Map<WebSocket, Connection>();
  readonly #listeners: ReturnType<typeof listenersOf>;
  readonly #beat: NodeJS.Timeout;
  #isDraining = false;

  constructor(deps: GatewayDeps) {
    this.#deps = deps;
    this.#log = deps.log;
    this.#listeners = listenersOf(this.#connections, deps);
    this.#beat = setInterval(() => this.beat(), beatEveryMs).unref();
  }

  get size(): number {
    return this.#connections.size;
  }

  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', destroyOnError);
    const refusal = this.#refusalOf(request);
    if (refusal !== null) return this.#refuse(socket, refusal);
    this.#admit(request, socket, head).catch((error: unknown) => {
      this.#log.warn({ err: error }, 'A socket could not be admitted.');
      this.#refuse(socket, 503);
    });
  }

  beat(): void {
    for (const connection of this.#connections.values()) connection.beat();
  }

  async drain(): Promise<void> {
    this.#isDraining = true;
    clearInterval(this.#beat);
    const left = [...this.#connections].map(([socket, connection]) => {
      const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      connection.send({ type: 'goaway', retryAfterMs: Math.floor(Math.random() * goawaySpreadMs) });
      connection.close(closeCodes.restart);
      return gone;
    });
    const patience = setTimeout(() => {
      for (const socket of this.#connections.keys()) socket.terminate();
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
      memberId: owner.userId,
      sessionId: owner.sessionId,
      keyId: null,
      revoke: () => (isRevoked = true),
      recheck: () => undefined,
    };
    guests.add(arrival);
    try {
      if (guests.countOf(owner.userId) > readersPerPersonMax) return 429;
      const principal = await sessionOf(owner.sessionId);
      return isRevoked || principal?.userId !== owner.userId ? 401 : principal;
    } finally {
      guests.remove(arrival);
    }
  }

  #accept(webSocket: WebSocket, socket: Duplex, principal: SessionPrincipal): void {
    socket.off('error', destroyOnError);
    const connection = new Connection(this.#deps, principal, new SocketWire(webSocket, socket));
    this.#connections.set(webSocket, connection);
    this.#deps.guests.add(connection);
    const { message, pong, error, close } = this.#listeners;
    webSocket.on('message', message).on('pong', pong).on('error', error).on('close', close);
  }
}

/** The same functions for all sockets: each of them would otherwise carry some of its own. */
function listenersOf(connections: Map<WebSocket, Connection>, { log }: GatewayDeps) {
  return {
    message(this: WebSocket, data: RawData, isBinary: boolean) {
      connections.get(this)?.receive(isBinary || !Buffer.isBuffer(data) ? null : data.toString());
    },
    pong(this: WebSocket) {
      connections.get(this)?.heard();
    },
    // `ws` answers a broken or oversized frame with a close code of its own; this keeps it from being thrown.
    error: (error: Error) => log.debug({ err: error }, 'A socket broke the protocol.'),
    close(this: WebSocket) {
      const connection = connections.get(this);
      if (connection === undefined) return;
      connections.delete(this);
      connection.closed();
    },
  };
}

/** Without a listener a reset during the look-ups would end the process; later `ws` has one of its own. */
function destroyOnError(this: Duplex): void {
  this.destroy();
}

function ticketOf(request: IncomingMessage): string | null {
  return URL.parse(request.url ?? '/', 'http://localhost')?.searchParams.get('ticket') || null;
}
