import { z } from 'zod';
import { reasonSchema } from '../audit.ts';
import { settingsSchema } from '../settings.ts';

/** What is set here; what is missing is as the environment has it. */
export const ownSettingsSchema = settingsSchema.partial();
export type OwnSettings = z.infer<typeof ownSettingsSchema>;

export const adminSettingsSchema = z.object({
  version: z.number().int().nonnegative(),
  /** As they hold now. */
  settings: settingsSchema,
  set: ownSettingsSchema,
  /** What holds where nothing is set. */
  otherwise: settingsSchema,
  /** Of those, what the environment says otherwise than usual. */
  fromEnvironment: z.array(settingsSchema.keyof()),
  lastChange: z
    .object({ by: z.string(), at: z.number().int().nonnegative(), reason: z.string().nullable() })
    .nullable(),
});
export type AdminSettings = z.infer<typeof adminSettingsSchema>;

export const setSettingsInputSchema = z.object({
  /** The one that was read: a newer one is somebody else's change, and isn't written over. */
  version: z.number().int().nonnegative().max(2_147_483_646),
  settings: ownSettingsSchema,
  reason: reasonSchema,
});
export type SetSettingsInput = z.infer<typeof setSettingsInputSchema>;
