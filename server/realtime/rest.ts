import { z } from 'zod';
import { instantSchema } from '#lib/contract/ids.ts';
import { Fault } from '../errors.ts';
import { spend } from '../rate-limit.ts';
import { created, type Route } from '../rest/route.ts';

const ticketSchema = z.object({ ticket: z.string(), expiresAt: instantSchema });

export const realtimeRoutes: Route[] = [
  {
    method: 'POST',
    path: '/connect-ticket',
    api: { says: 'A ticket that opens one socket within thirty seconds.', output: ticketSchema, creates: 'always' },
    access: 'session',
    handle: async (call, principal) => {
      await spend(call.app.limits.ticketByPerson, principal.userId);
      return created(await call.app.realtime.mintTicket(principal));
    },
  },
  {
    method: 'GET',
    path: '/connect',
    api: { says: 'Where sockets are opened, with a ticket.', output: 'socket' },
    access: 'public',
    handle: async () => {
      throw new Fault('upgrade_required', 'This address speaks WebSocket only.');
    },
  },
];
