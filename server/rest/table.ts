import { adminRoutes } from '../admin/rest.ts';
import { tokenRoutes } from '../accounts/rest/token.ts';
import { sandboxRoutes } from '../bots/http/people.ts';
import { endpointRoutes } from '../bots/http/endpoints.ts';
import { botRoutes } from '../bots/http/routes.ts';
import { approvalRoutes } from '../chat/approvals/rest.ts';
import { fileRoutes } from '../chat/attachments/rest.ts';
import { chatRoutes } from '../chat/rest.ts';
import { agentsRoutes } from '../chat/rest/shared.ts';
import { conversationEventRoutes } from '../chat/rest/events.ts';
import { streamRoutes } from '../chat/streams/rest.ts';
import { exportRoutes } from '../chat/rest/export.ts';
import { redeliverRoutes } from '../chat/rest/redeliver.ts';
import { searchRoutes } from '../chat/rest/search.ts';
import { pushActionRoutes } from '../notifications/actions/rest.ts';
import { pushRoutes } from '../notifications/rest.ts';
import { realtimeRoutes } from '../realtime/rest.ts';
import { openClawRoutes } from '../sandboxes/openclaw/rest.ts';
import { metricsRoutes } from '../metrics/rest.ts';
import { apiRoutes } from './openapi/routes.ts';
import type { Route } from './route.ts';

/** Every path of ours that isn't a page or a tRPC procedure, but /health, which answers before anything else is there. */
export const routes: Route[] = [
  ...metricsRoutes,
  ...adminRoutes,
  ...tokenRoutes,
  ...realtimeRoutes,
  ...chatRoutes,
  ...fileRoutes,
  ...approvalRoutes,
  ...conversationEventRoutes,
  ...streamRoutes,
  ...exportRoutes,
  ...searchRoutes,
  ...redeliverRoutes,
  ...pushActionRoutes,
  ...sandboxRoutes,
  ...endpointRoutes,
  ...agentsRoutes,
  ...botRoutes,
  ...openClawRoutes,
  ...pushRoutes,
  ...apiRoutes(() => routes),
];
