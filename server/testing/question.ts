import type { ActionsBlock } from '#lib/contract/blocks.ts';
import type { AppContext } from '#server/app-context.ts';
import { send } from '#server/chat/messages/send.ts';

export interface Question {
  conversationId: string;
  messageId: string;
  groupId: string;
}

/** What an agent asks, in a form that all answers fit. */
export function actionsBlock(fields: Partial<ActionsBlock> = {}): ActionsBlock {
  return {
    type: 'actions',
    groupId: 'run',
    actions: [
      { label: 'Allow once', style: 'primary', value: 'allow-once' },
      { label: 'Always', style: 'secondary', value: 'allow-always' },
      { label: 'Deny', style: 'danger', value: 'deny' },
    ],
    request: { kind: 'exec', title: 'Run a command', command: 'make deploy', alwaysScope: 'make, in this folder' },
    ...fields,
  };
}

/** A sandbox's agent asks its people something. */
export async function askPeople(
  app: AppContext,
  { sandboxId, conversationId }: { sandboxId: string; conversationId: string },
  { text, ...fields }: Partial<ActionsBlock> & { text?: string } = {},
): Promise<Question> {
  const block = actionsBlock(fields);
  const words = text === undefined ? [] : [{ type: 'text' as const, text }];
  const agent = { kind: 'bot', sandboxId, keyId: 'test' } as const;
  const { messageId } = await send(app, agent, { conversationId, content: [...words, block] });
  return { conversationId, messageId, groupId: block.groupId };
}
