import { z } from 'zod';
import { bannerSchema } from './settings.ts';

/** The banner with a name of its own, by which a device remembers that it was put away. Another text is another banner. */
export const shownBannerSchema = bannerSchema.extend({ id: z.string() });
export type ShownBanner = z.infer<typeof shownBannerSchema>;

export const currentBannerSchema = z.object({ banner: shownBannerSchema.nullable() });
