import { ulid } from 'ulid';
import type { AppContext } from '#server/app-context.ts';
import { listConversations, readConversation } from '#server/chat/conversations/read.ts';
import { listMessages } from '#server/chat/messages/read.ts';
import { send } from '#server/chat/messages/send.ts';
import { search } from '#server/chat/search/search.ts';
import type { Company } from './company.ts';
import { rareWord } from './load.ts';

export interface Operation {
  what: string;
  goal: string;
  run(app: AppContext): Promise<unknown>;
}

const constant = 'constant';
const capped = 'capped';
/** As the palette asks. */
const hits = 6;

/** What the pages ask, by the functions behind their procedures. Those that write come last. */
export function operationsOf(
  { reader, neglectful, conversationId }: Company,
  vocabulary: readonly string[],
): Operation[] {
  const finding = (what: string, query: string, goal: string): Operation => ({
    what: `search: ${what}`,
    goal,
    run: (app) => search(app, reader, { query, limit: hits }),
  });
  const [first = '', fifth = '', fortieth = '', seldom = ''] = [0, 4, 39, 1_999].map((rank) => vocabulary[rank]);
  return [
    {
      what: 'open a conversation',
      goal: constant,
      run: async (app) => {
        await readConversation(app, reader, conversationId);
        await listMessages(app, reader, { conversationId, limit: 50 });
      },
    },
    {
      what: 'list conversations',
      goal: constant,
      run: (app) => listConversations(app, reader, { limit: 50 }),
    },
    {
      what: 'list conversations, none ever read',
      goal: capped,
      run: (app) => listConversations(app, neglectful, { limit: 50 }),
    },
    finding('a rare word', rareWord, constant),
    finding('a rare and a common word', `${first} ${rareWord}`, constant),
    finding('a word of one in 800', `"${seldom}"`, capped),
    finding('the most common word', `"${first}"`, capped),
    finding('two common words', `${fifth} "${fortieth}"`, capped),
    finding('two letters of a common word', first.slice(0, 2), capped),
    {
      what: 'send',
      goal: constant,
      run: (app) =>
        send(app, reader, { conversationId, clientId: ulid(), content: [{ type: 'text', text: 'as people say it' }] }),
    },
  ];
}
