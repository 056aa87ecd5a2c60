import type { ActionsBlock, Decision } from '../contract/blocks.ts';
import type { Message, SendResult } from '../contract/chat.ts';
import { backoffMs } from '../realtime/backoff.ts';
import { must } from '../std/must.ts';
import { answerId } from './answer-id.ts';
import { BotApiError, type BotApi, type BotMessage, type MessagePlace } from './api.ts';
import { readEvents } from './read-events.ts';
import { isPassing, pause, untilHeard } from './until-heard.ts';
import type { Waiting } from './waiting.ts';

/** What a bot wants to do. Whoever decides sees all of it, and nothing else. */
export interface Question {
  title: string;
  command?: string;
  /** The machine or the folder. */
  where?: string;
  why?: string;
  /** What "always" would mean, in words. Without it there is no such answer. */
  alwaysScope?: string;
  /** `exec` with a command, else `question`. */
  kind?: string;
  /** Words above the card. */
  text?: string;
  /** From half a minute to a day; ten minutes if it isn't said. */
  expiresInSeconds?: number;
}

export interface Answer {
  /** Somebody who may has said yes. Everything else is a no. */
  allowed: boolean;
  decision: Decision | 'expired' | 'withdrawn';
  /** Who decided. */
  by: string | null;
}

export interface Asking {
  conversationId: string;
  /** What the bot was told when it asked, and the how manieth of its answers to that it is. */
  answersTo: string;
  number: number;
  waiting: Waiting;
  /** There is no more use in waiting. */
  signal: AbortSignal;
}

/**
 * Asks, and waits until somebody has decided, or nobody can any more. A bot that died meanwhile and asks for the very same
 * again finds the card that it left. For anything else it finds none: what was allowed is what was shown.
 */
export async function ask(api: BotApi, question: Question, asking: Asking): Promise<Answer> {
  const { conversationId, answersTo, number, waiting, signal } = asking;
  const { text = '', expiresInSeconds, ...shown } = question;
  const groupId = await answerId(
    `${answersTo}:${JSON.stringify(Object.entries({ text, ...shown }).toSorted())}`,
    number,
  );
  const expiresAt = expiresInSeconds === undefined ? null : Date.now() + expiresInSeconds * 1_000;
  const blocks = [cardOf(shown, { groupId, expiresAt })];
  const messageId = await put(api, { conversationId, text, blocks, clientId: groupId }, signal);
  return decisionOn(api, { conversationId, messageId, groupId, waiting, signal });
}

function cardOf(
  { title, command, where, why, alwaysScope, kind = command === undefined ? 'question' : 'exec' }: Question,
  { groupId, expiresAt }: { groupId: string; expiresAt: number | null },
): ActionsBlock {
  const always = { label: 'Always allow', style: 'secondary', value: 'allow-always' } as const;
  return {
    type: 'actions',
    groupId,
    actions: [
      { label: 'Allow once', style: 'primary', value: 'allow-once' },
      ...(alwaysScope === undefined ? [] : [always]),
      { label: 'Deny', style: 'danger', value: 'deny' },
    ],
    expiresAt,
    request: { kind, title, command, where, why, alwaysScope },
  };
}

/** The same question, but that it would end later: the one that is there counts. */
async function put(api: BotApi, message: BotMessage & { clientId: string }, signal: AbortSignal): Promise<string> {
  try {
    const { messageId }: SendResult = await untilHeard(() => api.send(message), signal);
    return messageId;
  } catch (error) {
    if (!(error instanceof BotApiError && error.code === 'client_id_reused')) throw error;
    const found = await findOwn(api, message, signal);
    if (found === null) throw error;
    return found.id;
  }
}

async function findOwn(
  api: BotApi,
  { conversationId, clientId }: BotMessage & { clientId: string },
  signal: AbortSignal,
): Promise<Message | null> {
  for (let before: string | undefined; ;) {
    const page = { conversationId, limit: 100, ...(before === undefined ? {} : { before }) };
    const { messages, hasMore } = await untilHeard(() => api.listMessages(page), signal);
    const found = messages.find((message) => message.clientId === clientId);
    if (found !== undefined) return found;
    before = messages.at(-1)?.id;
    if (!hasMore || before === undefined) return null;
  }
}

export interface Pending extends MessagePlace {
  groupId: string;
  waiting: Waiting;
  signal: AbortSignal;
}

/**
 * Looks when the stream has begun, so that nothing falls between, whenever that speaks of the message, when it ends, and when
 * a decision is delivered.
 */
export async function decisionOn(api: BotApi, pending: Pending): Promise<Answer> {
  const { groupId, waiting, signal } = pending;
  const look = async () => answerIn(await untilHeard(() => api.readMessage(pending), signal), groupId);
  for (let attempt = 0; ; attempt++) {
    signal.throwIfAborted();
    const turn = new AbortController();
    const end = () => turn.abort();
    const forget = waiting.add(groupId, end);
    signal.addEventListener('abort', end);
    try {
      const answer = (await watch(api, pending, { look, signal: turn.signal })) ?? (await look());
      if (answer !== null) return answer;
      await pause(backoffMs(attempt), turn.signal);
    } finally {
      forget();
      signal.removeEventListener('abort', end);
    }
  }
}

/** Null: there is no stream (any more). */
async function watch(
  api: BotApi,
  { conversationId, messageId }: Pending,
  { look, signal }: { look: () => Promise<Answer | null>; signal: AbortSignal },
): Promise<Answer | null> {
  try {
    let isFirst = true;
    for await (const { data } of readEvents(await api.conversationEvents(conversationId, signal))) {
      const answer = isFirst || data.includes(messageId) ? await look() : null;
      if (answer !== null) return answer;
      isFirst = false;
    }
  } catch (error) {
    if (!signal.aborted && !isPassing(error)) throw error;
  }
  return null;
}

/** Null: it waits for one. */
function answerIn({ content, deleted }: Message, groupId: string): Answer | null {
  const card = content.find((block) => block.type === 'actions' && block.groupId === groupId);
  if (deleted || card?.type !== 'actions') return { allowed: false, decision: 'withdrawn', by: null };
  if (card.state === 'pending') return null;
  if (card.state !== 'decided') return { allowed: false, decision: card.state, by: null };
  const { value, resolvedBy, isUnconfirmed } = must(card.resolved, 'the decision');
  // People were told that it is unknown what came of it, so nothing may come of it any more.
  if (isUnconfirmed) return { allowed: false, decision: 'expired', by: null };
  return { allowed: value !== 'deny', decision: value, by: resolvedBy };
}
