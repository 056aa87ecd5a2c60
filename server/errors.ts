import type { ZodError, ZodType } from 'zod';
import type { Resolved } from '#lib/contract/blocks.ts';
import { errorStatus, type Conflict, type ErrorCode, type Issue, type Problem } from '#lib/contract/errors.ts';
import type { Logger } from './log.ts';

interface FaultOptions {
  cause?: unknown;
  issues?: Issue[];
  conflict?: Conflict;
  offset?: number;
  resolved?: Resolved;
  retryAfterSeconds?: number;
}

/** An error with two faces: code and sentence for the caller, the cause for the log. */
export class Fault extends Error {
  readonly code: ErrorCode;
  readonly issues: Issue[] | undefined;
  readonly conflict: Conflict | undefined;
  readonly offset: number | undefined;
  readonly resolved: Resolved | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, sentence: string, options: FaultOptions = {}) {
    super(sentence, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Fault';
    this.code = code;
    this.issues = options.issues;
    this.conflict = options.conflict;
    this.offset = options.offset;
    this.resolved = options.resolved;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  get status(): number {
    return errorStatus[this.code];
  }
}

/** What is missing and what is somebody else's look the same. */
export function notFound(): Fault {
  return new Fault('not_found', "It was deleted, or it isn't yours.");
}

/** The funnel: whatever was thrown becomes a fault that may be shown. */
export function toFault(error: unknown): Fault {
  if (error instanceof Fault) return error;
  if (error instanceof Error && error.cause instanceof Fault) return error.cause;
  const refused = refusedBySql(error);
  if (refused !== null) return refused;
  if (hasCode(error, fullStates)) {
    const sentence = "The server's disk is full. Nothing was lost; try again once there is room.";
    return new Fault('unavailable', sentence, { cause: error, retryAfterSeconds: 15 });
  }
  if (isDatabaseAway(error)) {
    return new Fault('unavailable', 'The database is not there right now. Nothing was lost; try again.', {
      cause: error,
      retryAfterSeconds: 2,
    });
  }
  return new Fault('internal', 'Something failed on our side. Nothing was changed.', { cause: error });
}

export function toProblem(fault: Fault, requestId: string): Problem {
  const issues = fault.issues === undefined ? {} : { issues: fault.issues };
  const conflict = fault.conflict === undefined ? {} : { conflict: fault.conflict };
  const offset = fault.offset === undefined ? {} : { offset: fault.offset };
  const resolved = fault.resolved === undefined ? {} : { resolved: fault.resolved };
  return {
    error: { code: fault.code, message: fault.message, requestId, ...issues, ...conflict, ...offset, ...resolved },
  };
}

/** Callers' mistakes are not ours to be woken by; our own are logged with their cause. */
export function logFault(log: Logger, fault: Fault): void {
  if (fault.status >= 500) log.error({ code: fault.code, err: fault.cause ?? fault }, fault.message);
  else log.debug({ code: fault.code }, fault.message);
}

/** Input at a door, as its schema has it. A schema that fails anywhere else is our mistake, not the caller's. */
export function parseInput<T>(schema: ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error);
  return parsed.data;
}

export function invalidInput(error: ZodError): Fault {
  const issues = error.issues
    .slice(0, 20)
    .map((issue) => ({ path: issue.path.map(String).join('.'), message: issue.message }));
  const first = issues[0];
  const where = first === undefined || first.path === '' ? '' : `${first.path}: `;
  return new Fault('invalid_input', `That isn't valid. ${where}${first?.message ?? ''}`.trim(), { issues });
}

/** What SQL functions raise on purpose, with a sentence for the caller. */
const sqlRefusals: Record<string, ErrorCode> = { CC400: 'invalid_input', CC403: 'forbidden', CC409: 'conflict' };

function refusedBySql(error: unknown): Fault | null {
  if (!(error instanceof Error)) return null;
  const code = 'code' in error ? sqlRefusals[String(error.code)] : undefined;
  return code === undefined ? refusedBySql(error.cause) : new Fault(code, error.message);
}

/** Postgres could not make a file longer. It takes back what it was about, and goes on. */
const fullStates = new Set(['53100']);

const awayCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  '57P01',
  '57P02',
  '57P03',
  '08006',
]);

/** It comes back by itself, or somebody starts it again. */
export function isDatabaseAway(error: unknown): boolean {
  return hasCode(error, awayCodes);
}

function hasCode(error: unknown, codes: ReadonlySet<string>): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return codes.has(code) || hasCode(error.cause, codes);
}
