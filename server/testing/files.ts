import { attachmentUrlResultSchema, uploadedSchema } from '#lib/contract/attachments.ts';
import type { FileBlock } from '#lib/contract/blocks.ts';
import { announce } from '#server/chat/attachments/announce.ts';
import { addressesOf } from '#server/chat/attachments/read.ts';
import type { Participant } from '#server/chat/access.ts';
import type { TestApp } from './app.ts';

interface NewFile {
  bytes: Uint8Array;
  mimeType?: string;
  filename?: string;
}

/** Announces a file and puts its bytes where they were asked for, over real HTTP. */
export async function upload(
  { app, ownUrl }: TestApp,
  principal: Participant,
  conversationId: string,
  { bytes, mimeType = 'text/plain', filename = 'notes.txt' }: NewFile,
): Promise<FileBlock> {
  const place = await announce(app, principal, { conversationId, mimeType, filename, size: bytes.length });
  const answer = await put(ownUrl + place.putUrl, bytes);
  if (answer.status !== 200) throw new Error(`the upload was refused: ${answer.status} ${await answer.text()}`);
  const { attachment } = uploadedSchema.parse(await answer.json());
  return attachment;
}

export function put(url: string, bytes: Uint8Array): Promise<Response> {
  return fetch(url, { method: 'PUT', body: Buffer.from(bytes) });
}

/** What a member gets of a file that was sent: its whole answer, or that of its thumbnail. */
export async function download(
  { app, ownUrl }: TestApp,
  principal: Participant,
  file: { conversationId: string; attachmentId: string },
  { headers = {}, what = 'url' }: { headers?: Record<string, string>; what?: 'url' | 'thumbnailUrl' } = {},
): Promise<Response> {
  const found = attachmentUrlResultSchema.parse(await addressesOf(app, principal, file));
  return fetch(ownUrl + String(found[what]), { headers });
}
