import { accountsRouter } from '../accounts/router.ts';
import { invitationsRouter } from '../accounts/router/invitations.ts';
import { bannerRouter } from '../accounts/router/banner.ts';
import { keysRouter } from '../accounts/router/keys.ts';
import { kiloChatRouter } from '../accounts/router/kilo-chat.ts';
import { organizationsRouter } from '../accounts/router/organizations.ts';
import { sessionsRouter } from '../accounts/router/sessions.ts';
import { adminRouter } from '../admin/router.ts';
import { botsRouter } from '../bots/router.ts';
import { conversationsRouter } from '../chat/router.ts';
import { attachmentsRouter } from '../chat/router/attachments.ts';
import { badgesRouter } from '../chat/router/badges.ts';
import { messagesRouter } from '../chat/router/messages.ts';
import { reactionsRouter } from '../chat/router/reactions.ts';
import { searchRouter } from '../chat/router/search.ts';
import { notificationsRouter } from '../notifications/router.ts';
import { sandboxesRouter } from '../sandboxes/router.ts';
import { createCallerFactory, router } from './init.ts';

export const appRouter = router({
  accounts: accountsRouter,
  invitations: invitationsRouter,
  keys: keysRouter,
  kiloChat: kiloChatRouter,
  sessions: sessionsRouter,
  organizations: organizationsRouter,
  admin: adminRouter,
  sandboxes: sandboxesRouter,
  bots: botsRouter,
  conversations: conversationsRouter,
  messages: messagesRouter,
  attachments: attachmentsRouter,
  reactions: reactionsRouter,
  badges: badgesRouter,
  banner: bannerRouter,
  search: searchRouter,
  notifications: notificationsRouter,
});

export type AppRouter = typeof appRouter;

export const createCaller = createCallerFactory(appRouter);
