import { QueryObserver } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import type { Message, MessagePage } from '#lib/contract/chat.ts';
import { ConversationModel, type Step } from '#lib/realtime/conversation-model.ts';
import { must } from '#lib/std/must.ts';
import { applyLogEvents, conversationLogQuery, logKey, logOf, type LoadedLog } from './conversation-log.ts';
import { createQueryClient } from './query-client.ts';

const conversationId = '01K8000000000000000000000A';
const send: Step = { kind: 'send', replyTo: null };

/** A page of the model as it was at a head, as the server would answer it. */
function pageAt(model: ConversationModel, head: number): MessagePage {
  return { messages: model.page(head, 50), hasMore: false, nextCursor: null, hasNewer: false, head };
}

/** Maya's page of one conversation, whose server answers when the test says so. */
function maya(first: MessagePage) {
  const client = createQueryClient();
  client.setQueryData(logKey(conversationId), logOf(first));
  const asked: ((page: MessagePage) => void)[] = [];
  const query = conversationLogQuery(client, conversationId, () => new Promise((answer) => asked.push(answer)));
  const stop = new QueryObserver(client, query).subscribe(() => undefined);
  return {
    shown: (): readonly Message[] => must(client.getQueryData<LoadedLog>(logKey(conversationId)), 'a log').log.messages,
    hear: (model: ConversationModel, id: number) => applyLogEvents(client, conversationId, [model.event(id, id)]),
    resync: () => client.refetchQueries({ queryKey: logKey(conversationId) }),
    answer: (page: MessagePage) => must(asked.shift(), 'a question')(page),
    stop,
  };
}

test('after a resync Maya sees the fresh page alone: an edit and a deletion that she missed are not undone by what she knew', async () => {
  const model = new ConversationModel([send, send, { kind: 'edit', of: 0 }, { kind: 'delete', of: 1 }]);
  const page = maya(pageAt(model, 2));
  const done = page.resync();
  page.answer({ ...pageAt(model, 4), messages: model.page(4, 1) });
  await done;
  expect(page.shown()).toEqual(model.from(2, 4));
  page.stop();
});

test('what Maya hears while the fresh page is on its way is not lost with what she knew', async () => {
  const model = new ConversationModel([send, send, send, { kind: 'edit', of: 0 }, send]);
  const page = maya(pageAt(model, 2));
  const done = page.resync();
  page.hear(model, 4);
  page.hear(model, 5);
  page.answer(pageAt(model, 3));
  await done;
  expect(page.shown()).toEqual(model.from(1));
  page.stop();
});
