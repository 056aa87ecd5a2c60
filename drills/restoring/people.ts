import { conversationContext, userContext } from '#lib/contexts.ts';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '#server/app-context.ts';
import { createBot } from '#server/bots/create.ts';
import { setEndpoint } from '#server/bots/endpoints/own-endpoint.ts';
import { addMember } from '#server/chat/members/add.ts';
import { organize } from '#server/testing/organization.ts';
import { guest } from '#server/testing/personas.ts';
import { addDevice } from '#server/testing/told-devices.ts';
import type { Colleague, Room } from '../company.ts';
import type { Outside } from './outside.ts';

/** Maya, who writes to two agents, and Zoe, whose devices are told of it. */
export interface People {
  maya: Colleague;
  /** Of an agent that is told by request, and of one that is told by stream. */
  rooms: [Room, Room];
  streaming: { sandboxId: string; key: string };
  deviceIds: string[];
}

export async function settleIn(app: AppContext, { receiver }: Outside): Promise<People> {
  const [maya, zoe] = [await guest(app, 'Maya'), await guest(app, 'Zoe')];
  const { principal, headers } = maya;
  const asked = await createBot(app, principal, { label: 'Asked' });
  const streaming = await createBot(app, principal, { label: 'Streaming' });
  await setEndpoint(app, principal, { sandboxId: asked.sandbox.sandboxId, url: receiver.url });
  await organize(app, asked.sandbox.sandboxId, { [principal.userId]: 'owner', [zoe.principal.userId]: 'member' });
  const { conversationId } = asked;
  await addMember(app, principal, { conversationId, userId: zoe.principal.userId });
  const roomOf = ({ sandbox, conversationId: id }: typeof asked) => ({
    conversationId: id,
    context: conversationContext(sandbox.sandboxId, id),
  });
  return {
    maya: { principal, headers, context: userContext(principal.userId) },
    rooms: [roomOf(asked), roomOf(streaming)],
    streaming: { sandboxId: streaming.sandbox.sandboxId, key: streaming.key.key },
    deviceIds: [await addDevice(app, zoe), await addDevice(app, zoe)],
  };
}

export async function readRoom(
  { sql }: AppContext,
  { conversationId }: Room,
): Promise<{ head: number; ids: string[] }> {
  const [read] = await sql<{ head: number; ids: string[] }[]>`
    select seq as head, (select coalesce(array_agg(id), '{}') from messages where conversation_id = c.id) as ids
    from conversations c where id = ${conversationId}`;
  return must(read, 'the room');
}
