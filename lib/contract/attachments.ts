import { z } from 'zod';
import { blockSchema } from './blocks.ts';
import { conversationIdSchema, instantSchema, ulidSchema } from './ids.ts';
import { fileNameMax } from './limits.ts';

/** Parameters, as in `text/plain; charset=utf-8`, say nothing that is kept. */
const mimeTypeSchema = z
  .string()
  .max(255)
  .transform((type) => (type.split(';')[0] ?? '').trim().toLowerCase())
  .refine((type) => /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(type), 'must be a type of files, as in image/png');

/** Announces a file. Its bytes follow to the address that the answer names. */
export const initAttachmentInputSchema = z.object({
  conversationId: conversationIdSchema,
  /** What its sender takes it for; what it is, its bytes will say. */
  mimeType: mimeTypeSchema,
  /** In bytes, to the last one. */
  size: z.number().int().positive(),
  filename: z.string().min(1).max(fileNameMax),
  /** The same one again is the same file, until it is sent. */
  idempotencyKey: z.string().min(1).max(128).optional(),
});
export type InitAttachmentInput = z.infer<typeof initAttachmentInputSchema>;

/**
 * An address is its own key: whoever has it may use it until it expires. It is signed without the name of the server, so
 * that who reaches us under another name can put that in its place.
 */
export const initAttachmentResultSchema = z.object({
  attachmentId: ulidSchema,
  /** Takes a PUT of exactly the announced bytes. */
  putUrl: z.string(),
  putHeaders: z.record(z.string(), z.string()),
  putUrlExpiresAt: instantSchema,
});
export type InitAttachmentResult = z.infer<typeof initAttachmentResultSchema>;

/** What came, as its bytes say. */
export const uploadedSchema = z.object({ attachment: blockSchema.options[2] });
export type Uploaded = z.infer<typeof uploadedSchema>;

export const attachmentUrlInputSchema = z.object({ conversationId: conversationIdSchema, attachmentId: ulidSchema });
export type AttachmentUrlInput = z.infer<typeof attachmentUrlInputSchema>;

export const attachmentUrlResultSchema = z.object({
  url: z.string(),
  /** Of an image that may be shown: at most 640 pixels each way, without anything that its camera wrote into it. */
  thumbnailUrl: z.string().nullable(),
  mimeType: z.string(),
  size: z.number().int().nonnegative(),
  filename: z.string(),
  expiresAt: instantSchema,
});
export type AttachmentUrlResult = z.infer<typeof attachmentUrlResultSchema>;
