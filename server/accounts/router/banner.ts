import { createHash } from 'node:crypto';
import { currentBannerSchema } from '#lib/contract/banner.ts';
import { router } from '#server/trpc/init.ts';
import { publicProcedure } from '#server/trpc/procedures.ts';

/** What operators have to say to everybody, signed in or at the door. From memory: every open page asks once a minute. */
export const bannerRouter = router({
  current: publicProcedure.output(currentBannerSchema).query(({ ctx }) => {
    const { banner } = ctx.app.settings.current();
    if (banner === null) return { banner };
    const id = createHash('sha256').update(JSON.stringify(banner)).digest('hex').slice(0, 16);
    return { banner: { ...banner, id } };
  }),
});
