import type { ServerResponse } from 'node:http';
import type { Fault } from '../errors.ts';
import { toProblem } from '../errors.ts';
import type { Reply } from './route.ts';

export function sendReply(res: ServerResponse, reply: Reply, requestId: string): void {
  const body = Buffer.from(JSON.stringify(reply.body));
  res.writeHead(reply.status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-request-id': requestId,
    ...(reply.retryAfterSeconds === undefined ? {} : { 'retry-after': String(reply.retryAfterSeconds) }),
    ...reply.headers,
  });
  res.end(body);
}

/** A body that was refused half-way is not read to its end: the connection goes instead. */
export function sendProblem(res: ServerResponse, fault: Fault, requestId: string): void {
  const headers = fault.code === 'too_large' ? { connection: 'close' } : {};
  const { retryAfterSeconds } = fault;
  sendReply(res, { status: fault.status, body: toProblem(fault, requestId), headers, retryAfterSeconds }, requestId);
}
