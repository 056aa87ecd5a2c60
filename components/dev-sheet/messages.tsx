'use client';

import { useState } from 'react';
import type { Member, Message as Stored, ReplySnapshot } from '#lib/contract/chat.ts';
import { withPending, type ShownMessage } from '#lib/chat/optimistic-messages.ts';
import type { OutboxState } from '#lib/chat/outbox.ts';
import { ReactionToggles } from '#lib/chat/reaction-toggles.ts';
import { must } from '#lib/std/must.ts';
import { ReaderProvider } from '#components/data/reader-provider.tsx';
import { ConflictDialog } from '#components/message/conflict-dialog.tsx';
import { MessageActsContext, type MessageActs } from '#components/message/acts-context.ts';
import { Message } from '#components/message/message.tsx';
import { MessageTools } from '#components/message/message-tools.tsx';
import { Difference } from '#components/message/versions-dialog.tsx';
import { RemovalQuestion } from '#components/message/removal-question.tsx';
import { EmojiPicker } from '#components/reactions/emoji-picker.tsx';
import { Button } from '#components/ui/button.tsx';
import { Specimen, Specimens } from './specimen.tsx';

const mira = { id: 'mira', name: 'Mira', email: 'mira@example.org', isOperator: false };
const people: readonly Member[] = [
  { id: 'mira', kind: 'user', displayName: 'Mira' },
  { id: 'jonas', kind: 'user', displayName: 'Jonas' },
  { id: 'bot:kiloclaw:harbor-01', kind: 'bot', displayName: 'Harbor' },
];
const [, , harbor] = people;
const at = Date.UTC(2026, 2, 4, 14, 2);
const id = '01K80000000000000000000001';
const parent: ReplySnapshot = {
  messageId: id,
  senderId: must(harbor, 'an agent').id,
  deleted: false,
  previewText: 'Shall I keep the old column for one release?',
  version: 1,
};

function stored(text: string, fields: Partial<Stored> = {}): Stored {
  return {
    id,
    conversationId: id,
    senderId: 'mira',
    clientId: null,
    content: text === '' ? [] : [{ type: 'text', text }],
    inReplyToMessageId: null,
    replyTo: null,
    seq: 1,
    version: 1,
    createdAt: at,
    updatedAt: null,
    deleted: false,
    deletedWhy: null,
    deliveryFailed: false,
    nextTryAt: null,
    deliverySeq: 0,
    mentions: [],
    stream: null,
    reactions: [],
    reactionsSeq: 0,
    ...fields,
  };
}

function shown(text: string, fields?: Partial<Stored>): ShownMessage {
  return must(withPending([stored(text, fields)], [], 'mira')[0], 'the message');
}

function waiting(state: OutboxState): ShownMessage {
  const entry = { clientId: id, userId: 'mira', conversationId: id, createdAt: at, state };
  return must(withPending([], [{ ...entry, text: 'And tell Priya when it is up.' }], 'mira')[0], 'the message');
}

const agent = { senderId: parent.senderId ?? '' };
const reactions = [
  { emoji: '🎉', count: 2, memberIds: ['jonas', 'mira'] },
  { emoji: '👍', count: 1, memberIds: ['jonas'] },
];
const markdown = `The column becomes **timestamptz**, see [the plan](https://example.org):

- \`orders.placed_at\` stays for one release
- [x] tried on staging

| table | rows |
|---|--:|
| orders | 4,812 |

> Nothing else reads it.

\`\`\`sql 0043_placed_at.sql
create index concurrently orders_open
  on orders (placed_at) where state = 'open'; -- 90 MB
\`\`\``;

/** Nothing here asks a server: what is pressed stays as it is. */
const nothing = () => undefined;
const acts: MessageActs = {
  toggles: new ReactionToggles({ reader: 'mira', newId: () => id, send: async () => id }),
  react: (message, emoji, isThere) => void acts.toggles.toggle(message.id, emoji, isThere),
  reply: nothing,
  edit: nothing,
  remove: async () => undefined,
  stop: nothing,
  askAgain: nothing,
  redeliver: nothing,
  showVersions: nothing,
  jump: nothing,
  askRemoval: nothing,
  copyText: nothing,
  copyLink: nothing,
};

export function MessageStates() {
  return (
    <ReaderProvider account={mira}>
      <MessageActsContext value={acts}>
        <Specimens title="Message, from a person">
          <One name="Sent" message={shown('Take shop-api 2.14 to staging.')} />
          <Tooled />
          <One name="Sending, shown only after 400 ms" message={waiting({ name: 'sending' })} />
          <One name="Unconfirmed" message={waiting({ name: 'unconfirmed' })} />
          <One name="Failed" message={waiting({ name: 'failed', why: 'You left this conversation.' })} />
          <One name="Not with its agent yet" message={shown('And tell Priya.', { nextTryAt: at + 300_000 })} />
          <One name="Delivery given up" message={shown('And tell Priya.', { deliveryFailed: true })} />
          <One name="Edited" message={shown('Take 2.14.0 to staging.', { updatedAt: at + 180_000, version: 2 })} />
          <One
            name="Reply with a quote, mention"
            message={shown('Yes. @Jonas has the numbers.', { replyTo: parent, mentions: ['jonas'] })}
          />
          <One name="Deleted" message={shown('', { deleted: true })} />
          <One name="Brought here" message={shown('This is the one that you looked for.')} isFound />
          <Asked />
        </Specimens>
        <Specimens title="Message, from an agent">
          <One name="Thinking, before the first word" message={shown('', { ...agent, stream: 'open' })} />
          <One name="Streaming" message={shown('A rollback needs no', { ...agent, stream: 'open' })} />
          <One name="Interrupted" message={shown('A rollback needs no', { ...agent, stream: 'interrupted' })} />
          <One name="Done, with reactions" message={shown('Three passes, 81 ms.', { ...agent, reactions })} />
          <One name="Markdown" message={shown(markdown, agent)} />
        </Specimens>
        <Specimens title="Around a message">
          <Specimen name="Reactions">
            <div className="w-max rounded-float bg-raised shadow-pop">
              <EmojiPicker title="Choose a reaction" onChoose={nothing} />
            </div>
          </Specimen>
          <Specimen name="What changed">
            <Difference before="Take 2.14 to staging" after="Take 2.14.0 to staging, then tell Priya" />
          </Specimen>
          <Conflicting />
        </Specimens>
      </MessageActsContext>
    </ReaderProvider>
  );
}

function One({ name, message, isFound = false }: { name: string; message: ShownMessage; isFound?: boolean }) {
  return (
    <Specimen name={name}>
      <div className="mt-1.5 mr-3">
        <Message message={message} startsTurn people={people} sandbox={undefined} isFound={isFound} />
      </div>
    </Specimen>
  );
}

function Tooled() {
  const message = shown('Take shop-api 2.14 to staging.');
  return (
    <Specimen name="Pointer or focus on it">
      <div className="mt-4 mr-3">
        <Message
          message={message}
          startsTurn
          people={people}
          sandbox={undefined}
          tools={<MessageTools message={message} />}
        />
      </div>
    </Specimen>
  );
}

function Asked() {
  const message = shown('Not for everybody.');
  return (
    <Specimen name="Before it is deleted">
      <div className="mt-1.5 mr-3">
        <Message
          message={message}
          startsTurn
          people={people}
          sandbox={undefined}
          question={<RemovalQuestion message={stored('Not for everybody.')} />}
        />
      </div>
    </Specimen>
  );
}

function Conflicting() {
  const [isOpen, setOpen] = useState(false);
  return (
    <Specimen name="Edited in two places at once">
      <Button onClick={() => setOpen(true)}>See both</Button>
      {isOpen && (
        <ConflictDialog
          conflict={{ version: 2, content: [{ type: 'text', text: 'Take it to production' }] }}
          mine="Take it to the test bench"
          isBusy={false}
          why={null}
          onKeepTheirs={() => setOpen(false)}
          onKeepMine={() => setOpen(false)}
          onClose={() => setOpen(false)}
        />
      )}
    </Specimen>
  );
}
