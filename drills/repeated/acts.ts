import { ulid } from 'ulid';
import { send } from '#server/chat/messages/send.ts';
import { ask, type Answer } from '#server/testing/ask.ts';
import { askPeople } from '#server/testing/question.ts';
import type { House } from './house.ts';

/** Something that somebody does under an id of their own, and that may be sent again. */
export interface Act {
  name: ActName;
  /** A conversation of its own: whatever is found there is this act's doing. */
  conversationId: string;
  /** Sends it to this node, always under the same id. */
  tell(origin: string): Promise<Answer>;
  /** What it made, by the answer: the same each time. */
  made(answer: Answer): string;
  /** How its event is called, and what the agent is told. */
  type: 'message.created' | 'reaction.added' | 'action.executed';
  table: 'messages' | 'message_reactions' | 'action_resolutions';
  /** Whether the agent is told of it at all. */
  isForAgent: boolean;
  /** Who is told of the message on their browsers, once on each. */
  told: ('maya' | 'zoe')[];
}

export const actNames = ['message', 'message of the agent', 'reaction', 'decision'] as const;
export type ActName = (typeof actNames)[number];

/** Everything is there for it to be done, and nothing of it is done yet. */
export async function prepare(house: House, name: ActName): Promise<Act> {
  const conversationId = await house.newRoom();
  switch (name) {
    case 'message':
      return message(house, conversationId);
    case 'message of the agent':
      return messageOfAgent(house, conversationId);
    case 'reaction':
      return reaction(house, conversationId);
    case 'decision':
      return decision(house, conversationId);
  }
}

const content = [{ type: 'text' as const, text: 'hello' }];

function message({ maya: { headers } }: House, conversationId: string): Act {
  const body = { conversationId, clientId: ulid(), content };
  const made = ({ body: { result } }: Answer) => String(result.data.messageId);
  return {
    name: 'message',
    conversationId,
    tell: (origin) => ask('POST', `${origin}/api/trpc/messages.send`, { headers, body }),
    made,
    type: 'message.created',
    table: 'messages',
    isForAgent: true,
    told: ['zoe'],
  };
}

function messageOfAgent({ agent: { sandboxId, headers } }: House, conversationId: string): Act {
  const body = { conversationId, clientId: ulid(), content };
  const made = ({ body: { messageId } }: Answer) => String(messageId);
  return {
    name: 'message of the agent',
    conversationId,
    tell: (origin) => ask('POST', `${origin}/bot/v1/sandboxes/${sandboxId}/messages`, { headers, body }),
    made,
    type: 'message.created',
    table: 'messages',
    // It isn't told what it said itself.
    isForAgent: false,
    told: ['maya', 'zoe'],
  };
}

async function reaction({ nodes, maya, zoe: { headers } }: House, conversationId: string): Promise<Act> {
  const { messageId } = await send(nodes[0].app, maya.principal, { conversationId, content });
  const body = { conversationId, messageId, emoji: '👍', operationId: ulid() };
  return {
    name: 'reaction',
    conversationId,
    tell: (origin) => ask('POST', `${origin}/api/trpc/reactions.add`, { headers, body }),
    made: ({ body: { result } }) => String(result.data.id),
    type: 'reaction.added',
    table: 'message_reactions',
    isForAgent: true,
    told: ['zoe'],
  };
}

async function decision({ nodes, maya: { headers }, agent }: House, conversationId: string): Promise<Act> {
  const question = await askPeople(nodes[0].app, { sandboxId: agent.sandboxId, conversationId });
  const body = { ...question, value: 'allow-once', operationId: ulid() };
  return {
    name: 'decision',
    conversationId,
    tell: (origin) => ask('POST', `${origin}/api/trpc/messages.executeAction`, { headers, body }),
    made: ({ body: { result } }) => String(result.data.resolved.resolutionId),
    type: 'action.executed',
    table: 'action_resolutions',
    isForAgent: true,
    told: ['maya', 'zoe'],
  };
}
