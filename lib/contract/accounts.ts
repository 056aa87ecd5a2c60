import { z } from 'zod';

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
