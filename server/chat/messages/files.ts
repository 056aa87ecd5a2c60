import type { Sql } from '#server/db/client.ts';

/** The files of a message `m`, looked for only where it names any. */
export function filesOf(sql: Sql) {
  return sql`(
    select jsonb_agg(jsonb_build_object('attachmentId', f.id, 'mimeType', f.mime_type, 'size', f.size,
      'filename', f.filename, 'width', f.width, 'height', f.height, 'isImage', f.is_image))
    from attachments f
    where m.content @> '[{"type": "attachment"}]' and f.conversation_id = m.conversation_id and f.message_id = m.id
  )`;
}
