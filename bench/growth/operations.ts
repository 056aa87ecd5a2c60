import { ulid } from 'ulid';
import { listConversations, readConversation } from '#server/chat/conversations/read.ts';
import { listMessages } from '#server/chat/messages/read.ts';
import { send } from '#server/chat/messages/send.ts';
import { search } from '#server/chat/search/search.ts';
import type { Company } from './company.ts';
import { rareWord } from './load.ts';
import type { Growth, Operation } from './operation.ts';

const constant = 'constant';
/** A walk looks at 20,000 messages at most, each of which may lie on a page of its own, and enters indexes on the way. */
const capped = { pagesMax: 25_000 };
/** As the palette asks. */
const hits = 6;

/** What the pages ask, by the functions behind their procedures. Those that write come last. */
export function operationsOf(
  { reader, neglectful, conversationId }: Company,
  vocabulary: readonly string[],
): Operation[] {
  const finding = (what: string, query: string, growth: Growth): Operation => ({
    what: `search: ${what}`,
    growth,
    run: (app) => search(app, reader, { query, limit: hits }),
  });
  const [first = '', fifth = '', fortieth = '', seldom = ''] = [0, 4, 39, 1_999].map((rank) => vocabulary[rank]);
  return [
    {
      what: 'open a conversation',
      growth: constant,
      run: async (app) => {
        await readConversation(app, reader, conversationId);
        await listMessages(app, reader, { conversationId, limit: 50 });
      },
    },
    {
      what: 'list conversations',
      growth: constant,
      run: (app) => listConversations(app, reader, { limit: 50 }),
    },
    {
      what: 'list conversations, none ever read',
      growth: capped,
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
      growth: constant,
      run: (app) =>
        send(app, reader, { conversationId, clientId: ulid(), content: [{ type: 'text', text: 'as people say it' }] }),
    },
  ];
}
