import type { Conflict, ErrorCode, Issue } from '#lib/contract/errors.ts';
import { text } from '#components/text/text.ts';

/** A failed call, as the person should hear of it. `code` is null when no answer came: then nobody knows what happened. */
export interface Problem {
  code: ErrorCode | null;
  message: string;
  requestId: string | null;
  issues: readonly Issue[];
  /** Of an edit that came too late: what stands there. */
  conflict: Conflict | null;
}

interface RefusalData {
  code: ErrorCode;
  requestId: string | null;
  issues: readonly Issue[] | null;
  conflict?: Conflict | null;
}

export function problemOf(error: unknown): Problem {
  const data = refusalData(error);
  if (data === null) return { code: null, message: text.problem.network, requestId: null, issues: [], conflict: null };
  const message = error instanceof Error ? error.message : text.problem.server;
  const { code, requestId, issues, conflict = null } = data;
  return { code, message, requestId, issues: issues ?? [], conflict };
}

/** The server has decided: asked again, it would say the same. Its own failure, and "not now", are no decisions. */
export function isRefusal(error: unknown): boolean {
  const { code } = problemOf(error);
  return code !== null && code !== 'internal' && code !== 'unavailable' && code !== 'rate_limited';
}

/** The server's own refusal carries its code; anything else (no network, a proxy's page) is not an answer. */
function refusalData(error: unknown): RefusalData | null {
  if (!(error instanceof Error) || !('data' in error)) return null;
  const data = error.data;
  if (typeof data !== 'object' || data === null || !('code' in data) || typeof data.code !== 'string') return null;
  return data as RefusalData;
}
