import type { Problem } from '#lib/contract/errors.ts';

export interface Answer {
  status: number;
  /** The error's code, whichever door said it; null when there was none. */
  code: string | null;
  text: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- answers of many shapes, looked into by hand
  body: any;
  headers: Headers;
}

/** One request, and its answer read to its end if it has one. A body that isn't text is sent as JSON. */
export async function ask(
  method: string,
  url: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: unknown } = {},
): Promise<Answer> {
  const isJson = body !== undefined && !('content-type' in headers);
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: isJson ? { 'content-type': 'application/json', ...headers } : headers,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const isEndless = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
  if (isEndless) await response.body?.cancel();
  const text = isEndless ? '' : await response.text();
  const parsed: unknown = response.headers.get('content-type')?.startsWith('application/json')
    ? JSON.parse(text)
    : null;
  return { status: response.status, code: codeOf(parsed), text, body: parsed, headers: response.headers };
}

/** tRPC keeps the code beside its own fields, the HTTP API as the error's first. */
function codeOf(body: unknown): string | null {
  if (body === null || typeof body !== 'object' || !('error' in body)) return null;
  const error = body.error as Partial<Problem['error']> & { data?: { code: string } };
  return error.data?.code ?? error.code ?? null;
}
