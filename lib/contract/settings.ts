import { z } from 'zod';

/** Who may make an account: anybody, whoever has an invitation, or nobody but an operator. The first account can always be made. */
export const signUpModeSchema = z.enum(['open', 'invitation', 'closed']);
export type SignUpMode = z.infer<typeof signUpModeSchema>;

/** One line for everybody, over every page. */
export const bannerSchema = z.object({
  text: z.string().trim().min(1).max(300),
  /** `warning` is for what people have to do something about. */
  tone: z.enum(['note', 'warning']),
});
export type Banner = z.infer<typeof bannerSchema>;

/** A host for all of its ports, or with one of them: `nas.home.arpa`, `192.168.1.5:8080`, `[fd00::1]:443`. */
export const allowedHostSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(260)
  .regex(/^(\[[0-9a-f:.]+\]|[^\s:/?#@*\\[\]]+)(:\d{1,5})?$|^[0-9a-f:]+$/, 'must be a host, or a host with its port');

const daysSchema = z.number().int().min(1).max(3_650);

/** What a person may do how often; the rest of the limits are as they are. */
export const adjustableLimitsSchema = z.object({
  /** Messages of one person in one conversation, a minute. */
  messagesPerMinute: z.number().int().min(1).max(6_000),
  /** Files of one person, a minute. */
  filesPerMinute: z.number().int().min(1).max(6_000),
  /** New agents of one person, an hour. */
  agentsPerHour: z.number().int().min(1).max(10_000),
});
export type AdjustableLimits = z.infer<typeof adjustableLimitsSchema>;

/** What operators set on a page. Each begins as the environment has it. */
export const settingsSchema = z.object({
  signUp: signUpModeSchema,
  outboundAllowedHosts: z.array(allowedHostSchema).max(100),
  limits: adjustableLimitsSchema,
  eventDays: daysSchema,
  auditDays: daysSchema,
  banner: bannerSchema.nullable(),
});
export type Settings = z.infer<typeof settingsSchema>;
export type SettingName = keyof Settings;
