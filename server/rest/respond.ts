import type { ServerResponse } from 'node:http';
import type { Fault } from '../errors.ts';
import { toProblem } from '../errors.ts';
import type { Reply } from './route.ts';
import { dataPolicy } from './security-headers.ts';

export function sendReply(res: ServerResponse, reply: Reply, requestId: string): void {
  // A text leaves in one piece with its headers, where bytes are written beside them.
  const body = JSON.stringify(reply.body);
  if (reply.hangsUp === true) hangUpAfter(res);
  res.writeHead(reply.status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'content-security-policy': dataPolicy,
    'x-request-id': requestId,
    ...(reply.hangsUp === true ? { connection: 'close' } : {}),
    ...(reply.retryAfterSeconds === undefined ? {} : { 'retry-after': String(reply.retryAfterSeconds) }),
    ...reply.headers,
  });
  res.end(body);
}

export function sendProblem(res: ServerResponse, fault: Fault, requestId: string): void {
  sendReply(res, refusal(fault, toProblem(fault, requestId)), requestId);
}

/** A body that was refused half-way is not read to its end: the connection goes instead. */
export function refusal(fault: Fault, body: unknown): Reply {
  const hangsUp = fault.code === 'too_large';
  return { status: fault.status, body, hangsUp, retryAfterSeconds: fault.retryAfterSeconds };
}

/** Long enough for the answer to arrive before the line is cut. */
const lingerMs = 500;

/**
 * Who is still sending when the connection is cut gets a reset, often before the answer that says why. So we say goodbye
 * first and cut a moment later, and until then read nothing.
 */
function hangUpAfter({ req, socket }: ServerResponse): void {
  // Once it counts as begun, Node doesn't read the rest of it to throw it away.
  req.read(0);
  if (socket === null) return;
  socket.destroySoon = () => {
    socket.end();
    setTimeout(() => socket.destroy(), lingerMs).unref();
  };
}
