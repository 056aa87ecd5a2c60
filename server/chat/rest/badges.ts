import { badgesSchema, badgeTotalSchema, clearBadgeInputSchema } from '#lib/contract/notifications.ts';
import { parseInput } from '#server/errors.ts';
import { readJson } from '#server/rest/body.ts';
import { ok, type Route } from '#server/rest/route.ts';
import { clearBadgeBucketForUser } from '../badges/clear.ts';
import { listBadges } from '../badges/read.ts';

/** What an app's icon shows. */
export const badgeRoutes: Route[] = [
  {
    method: 'GET',
    path: '/v1/badges',
    api: { says: 'What is unread and not muted, by agent and by conversation.', output: badgesSchema },
    access: 'user',
    handle: async (call, principal) => ok(await listBadges(call.app, principal)),
  },
  {
    method: 'POST',
    path: '/v1/badges/mark-read',
    api: {
      says: 'Marks as read what a badge counts: one conversation, or all of an agent’s that aren’t muted.',
      input: clearBadgeInputSchema,
      output: badgeTotalSchema,
    },
    access: 'user',
    handle: async (call, principal) =>
      ok(
        await clearBadgeBucketForUser(call.app, principal, parseInput(clearBadgeInputSchema, await readJson(call.req))),
      ),
  },
];
