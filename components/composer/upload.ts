import type { InitAttachmentResult, Uploaded } from '#lib/contract/attachments.ts';
import type { Problem as ProblemBody } from '#lib/contract/errors.ts';
import type { Progress, UploadOutcome } from '#lib/chat/uploads.ts';
import { problemOf } from '#components/data/problem.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { fileText } from '#components/text/file-text.ts';
import { text } from '#components/text/text.ts';

interface Watch {
  onProgress(progress: Progress): void;
  signal: AbortSignal;
}

/** Announces a file and sends its bytes. The address is asked for anew with each try, so it never is too old. */
export async function upload(
  conversationId: string,
  { key, file }: { key: string; file: File },
  { onProgress, signal }: Watch,
): Promise<UploadOutcome> {
  try {
    const { name: filename, size } = file;
    const announced = { conversationId, mimeType: typeOf(file), size, filename, idempotencyKey: key };
    const place = await trpcClient.attachments.init.mutate(announced, { signal });
    return await put(place, file, { onProgress, signal });
  } catch (error) {
    if (signal.aborted) return { kind: 'cancelled' };
    const { code, message } = problemOf(error);
    return code === null ? noAnswer() : { kind: 'failed', why: message };
  }
}

/** A browser says nothing of a file whose ending it doesn't know. What the file is, the server sees for itself. */
function typeOf({ type }: File): string {
  return /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(type) ? type : 'application/octet-stream';
}

/** `fetch` can't say how far it is with what it sends. */
function put(
  { putUrl, putHeaders }: InitAttachmentResult,
  file: File,
  { onProgress, signal }: Watch,
): Promise<UploadOutcome> {
  const { promise, resolve } = Promise.withResolvers<UploadOutcome>();
  const request = new XMLHttpRequest();
  request.open('PUT', putUrl);
  for (const [name, value] of Object.entries(putHeaders)) request.setRequestHeader(name, value);
  request.responseType = 'json';
  request.upload.onprogress = ({ loaded, total }) => onProgress({ loaded, total });
  request.onload = () => resolve(outcomeOf(request));
  request.onerror = () => resolve(noAnswer());
  request.onabort = () => resolve({ kind: 'cancelled' });
  signal.addEventListener('abort', () => request.abort(), { once: true });
  request.send(file);
  return promise;
}

/** Our own server answers in JSON, also when it refuses; whatever else came is somebody's in between. */
function outcomeOf({ status, response }: XMLHttpRequest): UploadOutcome {
  const body = response as Uploaded | ProblemBody | null;
  if (status === 200 && body !== null && 'attachment' in body) return { kind: 'ready', block: body.attachment };
  if (body !== null && 'error' in body) return { kind: 'failed', why: body.error.message };
  return { kind: 'failed', why: text.problem.server };
}

function noAnswer(): UploadOutcome {
  return navigator.onLine ? { kind: 'failed', why: fileText.brokeOff } : { kind: 'later' };
}
