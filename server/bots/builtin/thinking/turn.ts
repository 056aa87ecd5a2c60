import { answerId } from '#lib/bot-sdk/answer-id.ts';
import type { Answering } from '#lib/bot-sdk/answering.ts';
import type { BotApi } from '#lib/bot-sdk/api.ts';
import type { MessageDelivery } from '#lib/bot-sdk/incoming-message.ts';
import type { MessageStream } from '#lib/bot-sdk/message-stream.ts';
import { untilHeard } from '#lib/bot-sdk/until-heard.ts';
import type { Logger } from '#server/log.ts';
import { greetingId, isAnswered } from './answered.ts';
import { askModel, type Outcome } from './asking.ts';
import { Conversing } from './conversing.ts';
import type { Endpoint } from './endpoint.ts';
import type { OpenQuestions } from '../open-questions.ts';
import { questionOf, readCall } from '../save-file.ts';
import { breakOf, sentenceOf } from './troubles.ts';
import { Writing } from './writing.ts';

export interface Thinker {
  api: BotApi;
  endpoint: Endpoint;
  questions: OpenQuestions;
  ownId: string;
  contextTokens: number;
  log: Logger;
  /** Until its endpoint has said that it knows none. */
  hasTools: boolean;
}

/** The same for all of a turn, since how often such a word may be said is limited: the last one, that it is done, must get through. */
const atWork = 'answering';

/** As many things as it may want at once. */
const callsMax = 5;

/** A turn that comes to nothing is not taken again, for the model would be asked each time: people see that it broke off, and ask. */
export async function takeTurn(delivery: MessageDelivery, answering: Answering, thinker: Thinker): Promise<void> {
  try {
    await answer(delivery, answering, thinker);
  } catch (error) {
    answering.signal.throwIfAborted();
    const { conversationId } = delivery;
    thinker.log.warn({ err: error, conversationId }, 'The built-in agent could not give its answer.');
  }
}

/**
 * One answer, to all that was said since the last one. Its message is opened before anything is read or asked: so people see at
 * once that it is at work and can stop it, and what stands above the message is what is answered.
 */
async function answer(delivery: MessageDelivery, answering: Answering, thinker: Thinker): Promise<void> {
  const { api, endpoint, ownId, log } = thinker;
  const { conversationId } = delivery;
  if (await isAnswered(api, delivery, { ownId, signal: answering.signal })) return;
  const stream = await answering.stream();
  answering.typing(atWork);
  const conversation = await untilHeard(() => api.readConversation(conversationId), answering.signal);
  const writing = new Writing(stream);
  const signal = AbortSignal.any([answering.signal, stream.signal, writing.full]);
  const greeting = await greetingId(conversationId);
  const conversing = new Conversing(api, { conversation, before: stream.messageId, ownId, greeting, signal });
  let isWaiting = false;
  try {
    const outcome = await askModel(endpoint, {
      hasTools: thinker.hasTools,
      signal,
      prompt: (share, hasTools) => conversing.prompt({ tokensMax: thinker.contextTokens, share, hasTools }),
      onText: (text) => {
        if (isWaiting) answering.typing(atWork);
        isWaiting = false;
        writing.add(text);
      },
      onWait: (activity) => {
        isWaiting = true;
        answering.typing(activity);
      },
      onTrouble: ({ kind, status }) => {
        // Not what the endpoint said: that may quote the key, or people.
        log.warn({ trouble: kind, status, conversationId }, 'The model of the built-in agent could not answer.');
      },
    });
    // Its endpoint knows none: without them it has answered.
    if (outcome.trouble === null) thinker.hasTools = outcome.hasTools;
    await end(outcome, { delivery, stream, writing, thinker, answering });
    if (outcome.trouble === null) tellContextUse(conversationId, conversing.tokens, thinker);
  } catch (error) {
    if (answering.signal.aborted || !signal.aborted) throw error;
    writing.close(writing.full.aborted ? 'This message is full. Say “go on” for the rest.' : null);
    await stream.finish();
  }
  for (const question of conversing.openQuestions()) {
    thinker.questions.watch({ ...question, conversationId }, answering.signal);
  }
}

/** How full the model's window is. Nothing depends on it, so nothing waits for it. */
function tellContextUse(conversationId: string, tokens: number, { api, endpoint, contextTokens, log }: Thinker): void {
  const use = { contextTokens: Math.ceil(tokens), contextWindow: contextTokens, ...endpoint.described };
  api
    .setConversationStatus({ conversationId, ...use, at: Date.now() })
    .catch((err: unknown) => log.debug({ err, conversationId }, 'How full the model is could not be told.'));
}

interface Ending {
  delivery: MessageDelivery;
  stream: MessageStream;
  writing: Writing;
  thinker: Thinker;
  answering: Answering;
}

/** What it wants to do stands in the same message as its words, so that neither is there without the other. */
async function end({ hasText, calls, trouble }: Outcome, ending: Ending): Promise<void> {
  const { delivery, stream, writing, thinker, answering } = ending;
  const { conversationId } = delivery;
  const { messageId } = stream;
  if (!hasText && calls.length === 0 && trouble === null) {
    stream.abandon();
    return void (await untilHeard(() => thinker.api.delete({ conversationId, messageId }), answering.signal));
  }
  if (trouble !== null) writing.note(hasText ? breakOf(trouble) : sentenceOf(trouble));
  const wanted = calls.slice(0, callsMax).map(readCall);
  for (const complaint of wanted) if (typeof complaint === 'string') writing.note(complaint);
  const asked = await Promise.all(
    wanted
      .filter((file) => typeof file !== 'string')
      .map(async (file, at) => ({ file, groupId: await answerId(`${stream.messageId}:question`, at) })),
  );
  const finished = await stream.finish(asked.map(({ file, groupId }) => questionOf(file, groupId)));
  if (finished === 'stopped') return;
  for (const question of asked) {
    thinker.questions.watch({ ...question, conversationId, messageId }, answering.signal);
  }
}
