import type { ServerResponse } from 'node:http';
import type { Fault } from '../errors.ts';
import { toProblem } from '../errors.ts';
import type { Reply } from './route.ts';
import { dataPolicy } from './security-headers.ts';

export function sendReply(res: ServerResponse, reply: Reply, requestId: string): void {
  const body = Buffer.from(JSON.stringify(reply.body));
  res.writeHead(reply.status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
    'cache-control': 'no-store',
    'content-security-policy': dataPolicy,
    'x-request-id': requestId,
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
  const headers: Record<string, string> = fault.code === 'too_large' ? { connection: 'close' } : {};
  return { status: fault.status, body, headers, retryAfterSeconds: fault.retryAfterSeconds };
}
