import type { AttachmentUrlInput, AttachmentUrlResult } from '#lib/contract/attachments.ts';
import { memberIdOf } from '#lib/contract/principals.ts';
import type { AppContext } from '#server/app-context.ts';
import { notFound } from '#server/errors.ts';
import type { Participant } from '../access.ts';
import { addressOf, type Purpose } from './addresses.ts';

export interface StoredFile {
  key: string;
  mimeType: string;
  size: number;
  filename: string;
  isImage: boolean;
  hasThumbnail: boolean;
}

/** At least so long; a page left open asks again. */
const lifeMs = 3_600_000;
/** Addresses of the same half hour are the same, so that a browser has most images already when it is told of them again. */
const roundedMs = 1_800_000;

/** Where a member finds a file that was sent, and for how long. */
export async function addressesOf(
  app: AppContext,
  principal: Participant,
  { conversationId, attachmentId }: AttachmentUrlInput,
): Promise<AttachmentUrlResult> {
  const memberId = memberIdOf(principal);
  const { mimeType, size, filename, hasThumbnail } = await accessFile(app, { conversationId, attachmentId, memberId });
  const expiresAt = Math.ceil((app.clock.now().getTime() + lifeMs) / roundedMs) * roundedMs;
  const address = (purpose: Purpose) => addressOf(app, { purpose, conversationId, attachmentId, memberId, expiresAt });
  const thumbnailUrl = hasThumbnail ? address('thumbnail') : null;
  return { url: address('file'), thumbnailUrl, mimeType, size, filename, expiresAt };
}

/**
 * A file that was sent, for who is a member now. Asked with every download as well: an address that was given out is worth
 * nothing to whoever has left since, and nothing to anybody when the message is gone.
 */
export async function accessFile(
  { sql }: AppContext,
  { conversationId, attachmentId, memberId }: AttachmentUrlInput & { memberId: string },
): Promise<StoredFile> {
  const [file] = await sql<StoredFile[]>`
    select f.key, f.mime_type as "mimeType", f.size, f.filename, f.is_image as "isImage",
      f.has_thumbnail as "hasThumbnail"
    from attachments f
    join conversation_members m on m.conversation_id = f.conversation_id and m.member_id = ${memberId} and m.left_at is null
    where f.conversation_id = ${conversationId} and f.id = ${attachmentId} and f.status = 'linked'
      and not exists (select from users u where u.id = m.member_id and u.disabled_at is not null)`;
  if (file === undefined) throw notFound();
  return file;
}
