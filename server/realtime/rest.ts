import { Fault } from '../errors.ts';
import { spend } from '../rate-limit.ts';
import { created, type Route } from '../rest/route.ts';

export const realtimeRoutes: Route[] = [
  {
    method: 'POST',
    path: '/connect-ticket',
    access: 'session',
    handle: async (call, principal) => {
      await spend(call.app.limits.ticketByPerson, principal.userId);
      return created(await call.app.realtime.mintTicket(principal));
    },
  },
  {
    method: 'GET',
    path: '/connect',
    access: 'public',
    handle: async () => {
      throw new Fault('upgrade_required', 'This address speaks WebSocket only.');
    },
  },
];
