import { doneSchema } from '#lib/contract/chat.ts';
import {
  addTargetInputSchema,
  notificationPreferencesSchema,
  pushKeySchema,
  pushTargetSchema,
  pushTargetsSchema,
  renameTargetInputSchema,
  targetInputSchema,
  testPushResultSchema,
} from '#lib/contract/notifications.ts';
import { spendDevice, spendTestPush } from '../limits.ts';
import { router } from '../trpc/init.ts';
import { signedInProcedure } from '../trpc/procedures.ts';
import { addDevice, listDevices, removeDevice, renameDevice } from './devices.ts';
import { readPreferences, setPreferences } from './preferences.ts';
import { testDevice } from './test-push.ts';
import { publicKeyOf } from './vapid.ts';

/** What somebody is told when they don't look, and where. */
export const notificationsRouter = router({
  publicKey: signedInProcedure.output(pushKeySchema).query(({ ctx }) => publicKeyOf(ctx.app)),

  targets: signedInProcedure.output(pushTargetsSchema).query(({ ctx }) => listDevices(ctx.app, ctx.principal)),

  addTarget: signedInProcedure
    .input(addTargetInputSchema)
    .output(pushTargetSchema)
    .mutation(async ({ ctx, input }) => {
      await spendDevice(ctx.app.limits, ctx.principal);
      return addDevice(ctx.app, ctx.principal, input);
    }),

  renameTarget: signedInProcedure
    .input(renameTargetInputSchema)
    .output(pushTargetSchema)
    .mutation(({ ctx, input }) => renameDevice(ctx.app, ctx.principal, input)),

  removeTarget: signedInProcedure
    .input(targetInputSchema)
    .output(doneSchema)
    .mutation(({ ctx, input }) => removeDevice(ctx.app, ctx.principal, input.targetId)),

  test: signedInProcedure
    .input(targetInputSchema)
    .output(testPushResultSchema)
    .mutation(async ({ ctx, input }) => {
      await spendTestPush(ctx.app.limits, ctx.principal);
      return testDevice(ctx.app, ctx.principal, input.targetId);
    }),

  preferences: signedInProcedure
    .output(notificationPreferencesSchema)
    .query(({ ctx }) => readPreferences(ctx.app, ctx.principal)),

  setPreferences: signedInProcedure
    .input(notificationPreferencesSchema)
    .output(notificationPreferencesSchema)
    .mutation(({ ctx, input }) => setPreferences(ctx.app, ctx.principal, input)),
});
