import { bearerSchema } from '#lib/contract/accounts.ts';
import { router } from '#server/trpc/init.ts';
import { signedInProcedure } from '#server/trpc/procedures.ts';
import { issueBearer } from '../bearer-tokens.ts';

export const kiloChatRouter = router({
  getToken: signedInProcedure.output(bearerSchema).query(({ ctx }) => issueBearer(ctx.app, ctx.principal)),
});
