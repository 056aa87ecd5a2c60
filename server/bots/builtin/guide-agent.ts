import { answerId } from '#lib/bot-sdk/answer-id.ts';
import type { Answering } from '#lib/bot-sdk/answering.ts';
import { pause } from '#lib/bot-sdk/until-heard.ts';
import type { Agent, Standing } from './agent.ts';
import { actOn } from './decided.ts';
import { guide } from './guide.ts';
import { OpenQuestions } from './open-questions.ts';
import { questionOf, uploadOf } from './save-file.ts';

/** As somebody reads who is shown how an answer grows. */
const wordEveryMs = 60;

/** The agent without a model: it says what its script says, in the way that shows it. */
export function guideAgent({ api, readFacts, log }: Standing): Agent {
  const questions = new OpenQuestions(api, log);
  return async (delivery, answering) => {
    if (delivery.type === 'action.executed') return actOn(delivery, answering, api);
    const said = guide(delivery, await readFacts());
    if (said === null) return;
    if (said.way === 'say') return answering.reply(said.text);
    if (said.way === 'stream') return stream(said.text, answering);
    if (said.way === 'file') return answering.reply(said.text, { files: [uploadOf(said.file)] });
    const message = await answering.stream();
    const { messageId } = message;
    const groupId = await answerId(`${messageId}:question`, 0);
    message.append(said.text);
    await message.finish([questionOf(said.file, groupId)]);
    const { conversationId } = delivery;
    questions.watch({ conversationId, messageId, groupId, file: said.file }, answering.signal);
  };
}

async function stream(text: string, answering: Answering): Promise<void> {
  const message = await answering.stream();
  const enough = AbortSignal.any([message.signal, answering.signal]);
  for (const word of text.split(/(?<=\s)/)) {
    message.append(word);
    await pause(wordEveryMs, enough);
    // Whoever comes next says the whole of it.
    answering.signal.throwIfAborted();
    if (enough.aborted) break;
  }
  await message.finish();
}
