import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Env } from './env.ts';
import { Fault, logFault, toFault } from './errors.ts';
import type { Logger } from './log.ts';
import { sendProblem, sendReply } from './rest/respond.ts';
import { setSecurityHeaders } from './rest/security-headers.ts';
import { StartFailure } from './start-failure.ts';

export interface Handlers {
  /** Whether what everything needs is there. */
  isAble(): Promise<boolean>;
  request(req: IncomingMessage, res: ServerResponse, requestId: string): Promise<void>;
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** The one port. It opens before anything else is ready, so that a taken port is known at once and /health can tell. */
export interface FrontDoor {
  port: number;
  /** How this very process reaches itself. */
  ownUrl: string;
  serve(handlers: Handlers): void;
  /** From now on /health says no and nothing new is taken; what is under way is finished. */
  drain(): void;
  close(): Promise<void>;
}

type Phase = 'starting' | 'ready' | 'draining';
type Health = Phase | 'unavailable';

/** The longest that any request may take to arrive: a file of 25 MiB, over the slowest line that is waited for. */
const requestMs = 15 * 60_000;
/** What every body may take, and what it may take more for its size: slower than 32 KiB a second is nobody's line. */
const bodyMs = 60_000;
const bytesPerMs = 32;

/** What is still under way after this is cut off. */
const drainMs = 10_000;

export async function openFrontDoor(env: Env, log: Logger): Promise<FrontDoor> {
  let phase: Phase = 'starting';
  let handlers: Handlers | null = null;
  const isHttps = env.publicUrl?.startsWith('https:') === true;
  const server = createServer({ headersTimeout: 10_000, requestTimeout: requestMs, keepAliveTimeout: 65_000 });

  server.on('request', (req, res) => {
    const requestId = randomUUID();
    setSecurityHeaders(res, isHttps);
    boundBody(req);
    if (isHealth(req)) {
      return void answerHealth(req, res, { phase, handlers, requestId }).catch((error: unknown) =>
        giveUp(log, req, res, requestId, error),
      );
    }
    if (handlers === null) return sendProblem(res, startingUp(), requestId);
    handlers.request(req, res, requestId).catch((error: unknown) => giveUp(log, req, res, requestId, error));
  });
  server.on('upgrade', (req, socket, head) => {
    if (handlers === null || phase !== 'ready') socket.destroy();
    else handlers.upgrade(req, socket, head);
  });

  const unused = watchUnused(server);
  await listen(server, env);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    ownUrl: `http://${ownHost(env.host)}:${port}`,
    serve(given) {
      handlers = given;
      phase = 'ready';
    },
    drain() {
      phase = 'draining';
    },
    close: () => close(server, unused),
  };
}

/** Who sends a body in drops holds a connection, and whatever waits for the body, no longer than its size can explain. */
function boundBody(req: IncomingMessage): void {
  const announced = Number(req.headers['content-length'] ?? 0);
  if (announced === 0 && req.headers['transfer-encoding'] === undefined) return;
  const cutOff = setTimeout(() => req.complete || req.destroy(), bodyMs + announced / bytesPerMs).unref();
  req.once('close', () => clearTimeout(cutOff));
}

function listen(server: Server, env: Env): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(whyNot(cause, env)));
    server.listen(env.port, env.host, () => resolve());
  });
}

function whyNot(cause: NodeJS.ErrnoException, { host, port }: Env): StartFailure {
  switch (cause.code) {
    case 'EADDRINUSE':
      return new StartFailure('port_taken', `Port ${port} is taken. Stop what uses it, or choose another: PORT=3001.`, {
        cause,
      });
    case 'EACCES':
      return new StartFailure('port_taken', `Port ${port} may not be used by this user. Choose one above 1023.`, {
        cause,
      });
    default:
      return new StartFailure('bad_configuration', `${host}:${port} can't be listened on: ${cause.message}.`, {
        cause,
      });
  }
}

function isHealth(req: IncomingMessage): boolean {
  return pathOf(req) === '/health' || pathOf(req) === '/health/live';
}

interface Asked {
  phase: Phase;
  handlers: Handlers | null;
  requestId: string;
}

/**
 * Live: the process answers. Ready: it serves. A load balancer asks for the second, a supervisor for the first: no restart of
 * ours brings a database back, and the connections to it come back by themselves.
 */
async function answerHealth(
  req: IncomingMessage,
  res: ServerResponse,
  { phase, handlers, requestId }: Asked,
): Promise<void> {
  const status = phase === 'ready' && pathOf(req) === '/health' ? await ableOrNot(handlers) : phase;
  const isUp = pathOf(req) === '/health/live' || status === 'ready';
  if (isUp) return sendReply(res, { status: 200, body: { status } }, requestId);
  sendReply(res, { status: 503, body: { status }, retryAfterSeconds: 2 }, requestId);
}

async function ableOrNot(handlers: Handlers | null): Promise<Health> {
  return (await handlers?.isAble()) === true ? 'ready' : 'unavailable';
}

function pathOf(req: IncomingMessage): string | undefined {
  return req.url?.split('?')[0];
}

function startingUp(): Fault {
  return new Fault('unavailable', 'Claw Chat is starting. Try again in a moment.', { retryAfterSeconds: 1 });
}

/** The end of the funnel: whatever a handler let through. A caller who hung up gets, and needs, no answer. */
function giveUp(log: Logger, req: IncomingMessage, res: ServerResponse, requestId: string, error: unknown): void {
  const isCut = req.errored !== null || (req.destroyed && !req.complete);
  if (isCut) return log.debug({ requestId, err: error }, 'the caller went away');
  const fault = toFault(error);
  logFault(log.child({ requestId }), fault);
  if (res.headersSent) res.destroy();
  else sendProblem(res, fault, requestId);
}

/** Who listens on every address is reached on the loopback one. */
function ownHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

/**
 * Connections that have not asked for anything yet. Browsers open some ahead, and Node doesn't count them as idle: closing
 * would wait for each until its client gives up.
 */
function watchUnused(server: Server): Set<Socket> {
  const unused = new Set<Socket>();
  server.on('connection', (socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.on('request', (req) => unused.delete(req.socket));
  server.on('upgrade', (req) => unused.delete(req.socket));
  return unused;
}

/** A connection that was busy when the closing began is kept alive for a minute once it isn't: nobody would come over it. */
const idleLookMs = 100;

async function close(server: Server, unused: Set<Socket>): Promise<void> {
  const idleLook = setInterval(() => server.closeIdleConnections(), idleLookMs);
  const cutOff = setTimeout(() => server.closeAllConnections(), drainMs);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    for (const socket of unused) socket.destroy();
  });
  clearTimeout(cutOff);
  clearInterval(idleLook);
}
