import { ulid } from 'ulid';
import type { InitAttachmentInput, InitAttachmentResult } from '#lib/contract/attachments.ts';
import { attachmentBytesMax } from '#lib/contract/limits.ts';
import { memberIdOf } from '#lib/contract/principals.ts';
import type { AppContext } from '#server/app-context.ts';
import { Fault, notFound } from '#server/errors.ts';
import type { Participant } from '../access.ts';
import { addressOf } from './addresses.ts';
import { cleanFileName } from './file-name.ts';

/** For an upload to begin; one that has begun may take as long as its size asks for. */
const lifeMs = 15 * 60_000;

/** A place for a file that is about to come, for a member. The same key again is the same place, until it is sent. */
export async function announce(
  app: AppContext,
  principal: Participant,
  input: InitAttachmentInput,
): Promise<InitAttachmentResult> {
  const { conversationId, mimeType, size } = input;
  if (size > attachmentBytesMax) throw tooBig();
  const filename = cleanFileName(input.filename);
  const memberId = memberIdOf(principal);
  const place = await findOrMake(app, memberId, { ...input, filename });
  if (place === null) throw notFound();
  if (place.size !== size || place.filename !== filename) {
    throw new Fault('conflict', 'This idempotencyKey was used for another file before.');
  }
  const putUrlExpiresAt = app.clock.now().getTime() + lifeMs;
  const grant = {
    purpose: 'upload',
    conversationId,
    attachmentId: place.id,
    memberId,
    expiresAt: putUrlExpiresAt,
  } as const;
  const putHeaders = { 'content-type': mimeType };
  return { attachmentId: place.id, putUrl: addressOf(app, grant), putHeaders, putUrlExpiresAt };
}

/** One statement: who is no member makes nothing. */
async function findOrMake(
  { sql, clock }: AppContext,
  memberId: string,
  { conversationId, mimeType, size, filename, idempotencyKey }: InitAttachmentInput,
): Promise<{ id: string; size: number; filename: string } | null> {
  const [place] = await sql<{ id: string; size: number; filename: string }[]>`
    insert into attachments as a
      (conversation_id, id, uploader_id, mime_type, size, filename, status, idempotency_key, created_at)
    select m.conversation_id, ${ulid()}, m.member_id, ${mimeType}, ${size}, ${filename}, 'pending', ${idempotencyKey ?? null},
      ${clock.now()}
    from conversation_members m
    where m.conversation_id = ${conversationId} and m.member_id = ${memberId} and m.left_at is null
    on conflict (conversation_id, uploader_id, idempotency_key) do update set status = a.status
    returning a.id, a.size, a.filename`;
  return place ?? null;
}

function tooBig(): Fault {
  return new Fault('too_large', `A file may have ${attachmentBytesMax / 1024 / 1024} MiB at most.`);
}
