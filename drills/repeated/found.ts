import { must } from '#lib/std/must.ts';
import type { Act } from './acts.ts';
import type { House } from './house.ts';

/** How often something is found in each place where it could be twice. */
export type Found = Record<'rows' | 'events' | 'deliveries' | 'requests' | 'pushes to Maya' | 'pushes to Zoe', string>;

/** Numbers as words, since of several browsers each has its own. */
export function expectedOf({ isForAgent, told }: Act): Found {
  const ofAgent = isForAgent ? '1' : '0';
  const pushesTo = (who: 'maya' | 'zoe') => (told.includes(who) ? '1 1' : '0 0');
  return {
    rows: '1',
    events: '1',
    deliveries: ofAgent,
    requests: ofAgent,
    'pushes to Maya': pushesTo('maya'),
    'pushes to Zoe': pushesTo('zoe'),
  };
}

/** In the tables, and where the agent and the browsers took what was sent to them. */
export async function lookFor(house: House, { type, table, conversationId }: Act): Promise<Found> {
  const { sql } = house.nodes[0].app;
  const [row] = await sql<{ rows: number; events: number; deliveries: number }[]>`
    select
      (select count(*) from ${sql(table)} where conversation_id = ${conversationId}) as rows,
      (select count(*) from events where type = ${type} and context like ${`%/${conversationId}`}) as events,
      (select count(*) from deliveries where type = ${type} and conversation_id = ${conversationId}) as deliveries`;
  const { rows, events, deliveries } = must(row, 'counts');
  const requests = house.receiver.received.filter(
    ({ delivery }) => delivery.type === type && delivery.conversationId === conversationId,
  );
  return {
    rows: String(rows),
    events: String(events),
    deliveries: String(deliveries),
    requests: String(requests.length),
    'pushes to Maya': pushesTo(house, house.browsers.maya, conversationId),
    'pushes to Zoe': pushesTo(house, house.browsers.zoe, conversationId),
  };
}

function pushesTo({ pushes }: House, browsers: string[], conversationId: string): string {
  const all = pushes.arrived.filter(
    ({ push: { data } }) => 'conversationId' in data && data.conversationId === conversationId,
  );
  return browsers.map((browser) => all.filter(({ endpoint }) => endpoint === browser).length).join(' ');
}
