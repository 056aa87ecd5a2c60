import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { conversationIdSchema, memberIdSchema, ulidSchema } from '#lib/contract/ids.ts';
import type { AppContext } from '#server/app-context.ts';
import { Fault } from '#server/errors.ts';

export type Purpose = 'upload' | 'file' | 'thumbnail';

/** What an address allows, and to whom it was given: it is worth no more than that one's membership. */
export interface Grant {
  purpose: Purpose;
  conversationId: string;
  attachmentId: string;
  memberId: string;
  expiresAt: number;
}

const lastSegment = { upload: 'bytes', file: 'bytes', thumbnail: 'thumbnail' } as const;

/** An image in a page, and a program with nothing but an address, bring neither cookie nor key. */
export function addressOf(app: AppContext, grant: Grant): string {
  const { purpose, conversationId, attachmentId, memberId, expiresAt } = grant;
  const query = new URLSearchParams({ conversationId, for: memberId, expires: String(expiresAt) });
  query.set('signature', sign(app, grant).toString('base64url'));
  return `/v1/attachments/${attachmentId}/${lastSegment[purpose]}?${query}`;
}

const askedSchema = z.object({
  attachmentId: ulidSchema,
  conversationId: conversationIdSchema,
  for: memberIdSchema,
  expires: z.string().regex(/^\d{1,15}$/),
  signature: z.string().length(43),
});

/** What was granted, if we signed this and it still stands. */
export function grantOf(app: AppContext, purpose: Purpose, asked: Record<string, string>): Grant {
  const parsed = askedSchema.safeParse(asked);
  if (!parsed.success) throw notGranted();
  const { conversationId, attachmentId, for: memberId, expires, signature } = parsed.data;
  const grant: Grant = { purpose, conversationId, attachmentId, memberId, expiresAt: Number(expires) };
  const given = Buffer.from(signature, 'base64url');
  const ours = sign(app, grant);
  if (given.length !== ours.length || !timingSafeEqual(given, ours)) throw notGranted();
  if (app.clock.now().getTime() >= grant.expiresAt) throw notGranted();
  return grant;
}

function sign(app: AppContext, { purpose, conversationId, attachmentId, memberId, expiresAt }: Grant): Buffer {
  const key = Buffer.from(hkdfSync('sha256', app.secrets.auth, '', 'claw-chat addresses of files', 32));
  const said = JSON.stringify([purpose, conversationId, attachmentId, memberId, expiresAt]);
  return createHmac('sha256', key).update(said).digest();
}

function notGranted(): Fault {
  return new Fault('forbidden', 'That address has expired, or was never given out. Ask for a new one.');
}
