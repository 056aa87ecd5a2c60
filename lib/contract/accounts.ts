import { z } from 'zod';
import { limitSchema } from './chat.ts';
import { instantSchema } from './ids.ts';

export const emailSchema = z.string().trim().toLowerCase().max(254).pipe(z.email('must be an e-mail address'));

/** Length is what makes a password hard to guess; 72 and more would be cut by some hashes, ours reads all of it. */
export const passwordSchema = z.string().min(10, 'must have at least 10 characters').max(200);

export const nameSchema = z.string().trim().min(1, 'must not be empty').max(80);

export const signUpInputSchema = z.object({
  name: nameSchema,
  email: emailSchema,
  password: passwordSchema,
  /** The code printed at start: asked of the first account when it comes from another machine. */
  code: z.string().trim().max(40).optional(),
});
export type SignUpInput = z.infer<typeof signUpInputSchema>;

export const accountSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  isOperator: z.boolean(),
});
export type Account = z.infer<typeof accountSchema>;

/** What the sign-in page must know before anybody is signed in. */
export const doorSchema = z.object({
  /** No account exists yet: the next sign-up becomes the operator. */
  isFirstAccount: z.boolean(),
  needsCode: z.boolean(),
  /** Whether somebody new may make an account. */
  signUpOpen: z.boolean(),
  address: z.string(),
});
export type Door = z.infer<typeof doorSchema>;

export const renameInputSchema = z.object({ name: nameSchema });

export const changePasswordInputSchema = z.object({ current: z.string().max(200), next: passwordSchema });

export const requestResetInputSchema = z.object({ email: emailSchema });
/** The same for known and unknown addresses: whether this installation sends mail at all. */
export const requestResetResultSchema = z.object({ byMail: z.boolean() });

const resetTokenSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'is no link of ours');
export const resetPasswordInputSchema = z.object({ token: resetTokenSchema, password: passwordSchema });

export const deleteAccountInputSchema = z.object({ password: z.string().max(200) });

export const doneSchema = z.object({ ok: z.literal(true) });

/** A browser or device that is signed in. The id names it and opens nothing. */
export const sessionSchema = z.object({
  id: z.string(),
  isCurrent: z.boolean(),
  createdAt: instantSchema,
  lastSeenAt: instantSchema,
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
});
export type Session = z.infer<typeof sessionSchema>;

export const apiKeySchema = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: instantSchema,
  lastUsedAt: instantSchema.nullable(),
});
export type ApiKey = z.infer<typeof apiKeySchema>;

export const createKeyInputSchema = z.object({ name: z.string().trim().min(1).max(80) });
/** The only time that the key itself is told. */
export const createdKeySchema = z.object({ ...apiKeySchema.shape, key: z.string() });

export const bearerSchema = z.object({ token: z.string(), expiresAt: z.iso.datetime(), userId: z.string() });

/** A person as an operator sees them. */
export const personSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  isOperator: z.boolean(),
  createdAt: instantSchema,
  lastSeenAt: instantSchema.nullable(),
  disabledAt: instantSchema.nullable(),
});
export type Person = z.infer<typeof personSchema>;

/** Opens once and only for a while; whoever has it sets the password. */
export const passwordLinkSchema = z.object({ link: z.string(), expiresAt: instantSchema });
