import { z } from 'zod';
import { instantSchema } from './ids.ts';

export const emailSchema = z.string().trim().toLowerCase().max(254).pipe(z.email('must be an e-mail address'));

/** Length is what makes a password hard to guess; 72 and more would be cut by some hashes, ours reads all of it. */
export const passwordSchema = z.string().min(10, 'must have at least 10 characters').max(200);

export const nameSchema = z.string().trim().min(1, 'must not be empty').max(80);

/** What a link of ours ends with: 256 random bits. */
export const linkTokenSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'is no link of ours');

export const signUpInputSchema = z.object({
  name: nameSchema,
  email: emailSchema,
  password: passwordSchema,
  /** The code printed at start: asked of the first account when it comes from another machine. */
  code: z.string().trim().max(40).optional(),
  /** Where sign-up isn't open; whoever comes with one is in its organization from the beginning. */
  invitation: linkTokenSchema.optional(),
});
export type SignUpInput = z.infer<typeof signUpInputSchema>;

export const accountSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  isOperator: z.boolean(),
});
export type Account = z.infer<typeof accountSchema>;

/** Somebody else who says who people are: the operator's own provider, or GitHub. */
export const providerIdSchema = z.enum(['oidc', 'github']);
export type ProviderId = z.infer<typeof providerIdSchema>;
const providerSchema = z.object({ id: providerIdSchema, name: z.string() });
export type Provider = z.infer<typeof providerSchema>;

/** How somebody gets into their own account. */
export const waysInSchema = z.object({
  hasPassword: z.boolean(),
  /** Signed in a moment ago: without a password, that is what stands for it. */
  isFresh: z.boolean(),
  providers: z.array(z.object({ ...providerSchema.shape, isLinked: z.boolean() })),
});
export type WaysIn = z.infer<typeof waysInSchema>;
export const unlinkInputSchema = z.object({ provider: providerIdSchema });

/** Why a provider's word wasn't enough: what the sign-in page is told in its address. */
export const entryProblems = [
  'email_not_verified',
  'signup_closed',
  'invitation_over',
  'invitation_for_another',
  'password_first',
  'linked_elsewhere',
  'sign_in_again',
  'disabled',
  'too_many_tries',
  'failed',
] as const;
export type EntryProblem = (typeof entryProblems)[number];

/** What the sign-in page must know before anybody is signed in. */
export const doorSchema = z.object({
  /** No account exists yet: the next sign-up becomes the operator. */
  isFirstAccount: z.boolean(),
  needsCode: z.boolean(),
  /** Whether somebody new may make an account. */
  signUpOpen: z.boolean(),
  /** Somebody new needs an invitation for it. */
  byInvitation: z.boolean(),
  /** Providers by which people sign in besides a password. */
  providers: z.array(providerSchema),
  address: z.string(),
});
export type Door = z.infer<typeof doorSchema>;

export const renameInputSchema = z.object({ name: nameSchema });

export const changePasswordInputSchema = z.object({ current: z.string().max(200), next: passwordSchema });

export const requestResetInputSchema = z.object({ email: emailSchema });
/** The same for known and unknown addresses: whether this installation sends mail at all. */
export const requestResetResultSchema = z.object({ byMail: z.boolean() });

export const resetPasswordInputSchema = z.object({ token: linkTokenSchema, password: passwordSchema });

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
