import { ulid } from 'ulid';
import type { ApprovalBlock, Decision } from '#lib/contract/blocks.ts';
import type { Message } from '#lib/contract/chat.ts';
import { botIdOf } from '#lib/contract/ids.ts';
import { textOf } from '#lib/contract/text-of.ts';
import { must } from '#lib/std/must.ts';
import { executeAction } from '#server/chat/approvals/decide.ts';
import { listMessages } from '#server/chat/messages/read.ts';
import { send } from '#server/chat/messages/send.ts';
import { startTestApp, type TestApp, type TestAppOptions } from './app.ts';
import { startModelServer, type ModelServer } from './model-server.ts';
import type { Person } from './personas.ts';
import { until } from './until.ts';

export type Guest = Omit<Person, 'password'>;

/** The product with the agent that comes with it, whose model is a server of the test's. */
export async function startThinkingHouse(
  options: TestAppOptions & { model?: ModelServer } = {},
): Promise<TestApp & { model: ModelServer }> {
  const model = options.model ?? (await startModelServer());
  const env = { ...model.env, OPENAI_TIMEOUT_SECONDS: '30', ...options.env };
  const house = await startTestApp({ agents: true, ...options, env });
  const close = async () => {
    await house.close();
    if (options.model === undefined) await model[Symbol.asyncDispose]();
  };
  return { ...house, model, close, [Symbol.asyncDispose]: close };
}

export async function say({ app }: TestApp, { principal, conversationId }: Guest, text: string): Promise<string> {
  const content = [{ type: 'text' as const, text }];
  return (await send(app, principal, { conversationId, content, clientId: ulid() })).messageId;
}

/** Oldest first. */
export async function messagesOf({ app }: TestApp, { principal, conversationId }: Guest): Promise<Message[]> {
  const { messages } = await listMessages(app, principal, { conversationId, limit: 100 });
  return messages.toReversed();
}

/** What the agent said after its greeting. */
export async function answersOf(house: TestApp, guest: Guest): Promise<Message[]> {
  const own = botIdOf(guest.sandboxId);
  return (await messagesOf(house, guest)).filter(({ senderId }) => senderId === own).slice(1);
}

export const wordsOf = ({ content }: Message): string => textOf(content);

/** So many answers, all of them whole, and nothing left that the agent has to deal with. */
export async function answered(house: TestApp, guest: Guest, count: number): Promise<string[]> {
  const answers = await until(async () => {
    const [open] = await house.app.sql`
      select from deliveries where sandbox_id = ${guest.sandboxId} and state in ('pending', 'sent')`;
    const said = await answersOf(house, guest);
    return open === undefined && said.length >= count && said.every(({ stream }) => stream === null) && said;
  });
  return answers.map(wordsOf);
}

/** The newest card, in whatever state. */
export async function cardOf(house: TestApp, guest: Guest): Promise<{ card: ApprovalBlock; message: Message }> {
  return until(async () => {
    const message = (await answersOf(house, guest)).findLast(({ content }) => content.some(isCard));
    const card = message?.content.find(isCard);
    return message !== undefined && card !== undefined && { card, message };
  });
}

const isCard = (block: Message['content'][number]): block is ApprovalBlock => block.type === 'actions';

export async function decide(house: TestApp, guest: Guest, value: Decision): Promise<void> {
  const { card, message } = await cardOf(house, guest);
  const { conversationId, principal } = guest;
  const decision = { conversationId, messageId: message.id, groupId: card.groupId, value };
  await executeAction(house.app, principal, decision);
}

/** The file of a message. */
export function fileIn({ content }: Message) {
  const file = content.find((block) => block.type === 'attachment');
  return must(file?.type === 'attachment' ? file : null, 'a file');
}
