import { expect, test } from 'vitest';
import type { Delivery } from '#lib/contract/bots.ts';
import type { Facts } from './facts.ts';
import { guide } from './guide.ts';
import type { Said } from './shows.ts';

const facts: Facts = {
  ownerName: 'Mira Okafor',
  organizationName: null,
  ownerIsOperator: true,
  url: 'http://localhost:3000',
  sandboxId: 'builtin-1',
  dataFolder: 'the folder .data',
};
const ids = { id: '01ARZ3NDEKTSV4RRFFQ69G5FAV', conversationId: '01ARZ3NDEKTSV4RRFFQ69G5FAW' };

test('the first conversation is greeted by first name, others begin in silence', () => {
  const created: Delivery = {
    ...ids,
    type: 'conversation.created',
    title: null,
    createdBy: 'mira',
    isFirst: true,
    createdAt: '2026-11-21T10:00:00.000Z',
  };
  expect(guide(created, facts)?.text).toMatch(/^Hello, Mira\. This is your own Claw Chat, and you are its operator\./);
  expect(guide(created, { ...facts, ownerIsOperator: false })?.text).not.toMatch(/operator/);
  expect(guide(created, { ...facts, ownerName: '' })?.text).toMatch(/^Hello\. /);
  const shared = { ...facts, ownerIsOperator: false, organizationName: 'Northlight' };
  expect(guide(created, shared)?.text).toMatch(/^Hello, Mira\. This is Claw Chat, and I belong to Northlight\./);
  expect(guide({ ...created, isFirst: false }, facts)).toBeNull();
});

test.each([
  ['What is this?', /a home for conversations with agents/],
  ['hello', /a home for conversations with agents/],
  ['Where can I see the files?', /In the folder \.data/],
  ['who are you', /a home for conversations with agents/],
  ['Where is my data kept?', /In the folder \.data/],
  ['where your data is', /In the folder \.data/],
  ['How do I back it up?', /copy the folder \.data/],
  ['backing up', /copy the folder \.data/],
  ['How do I make a backup?', /copy the folder \.data/],
  ['stopping and starting', /npm start/],
  ['how do I restart this', /npm start/],
  ['bringing your own agent', /\/bot\/v1\/sandboxes\/builtin-1/],
  ['Can I connect an agent of my own?', /\/bot\/v1\/sandboxes\/builtin-1/],
  ['is there an API?', /\/bot\/v1\/sandboxes\/builtin-1/],
  ['who can read this', /You and I/],
  ['Is this private?', /You and I/],
  ['a language model', /No language model is configured/],
  ['Are you GPT?', /No language model is configured/],
])('%s', (text, answer) => expect(told(text)).toMatch(answer));

test.each([
  ['show me some Markdown', 'say', /\| a table \|/],
  ['Can you show me streaming?', 'stream', /being written while you read/],
  ['show me an approval', 'ask', /only if you allow it/],
  ['give me an example of a permission', 'ask', /only if you allow it/],
  ['send me a file', 'file', /Here is a file/],
  ['show me an attachment', 'file', /Here is a file/],
])('%s: it is shown by the real thing', (text, way, words) => {
  expect(ask(text)).toMatchObject({ way, text: expect.stringMatching(words) });
});

test('it says how to give it a model in three lines, and where an agent of one’s own gets its key', () => {
  expect(told('which model are you?')?.match(/^OPENAI_\w+=/gm)).toHaveLength(3);
  expect(told('my own agent')).toMatch(/http:\/\/localhost:3000\/claw\/new/);
});

test('whatever else is asked, it says that it has no model and what it can tell', () => {
  for (const text of ['Sing me a song', '?', '2 + 2', 'Wie geht es dir', '\u{1f600}']) {
    expect(told(text)).toMatch(/no language model is configured[^]*where your data is/);
  }
});

test('with a Postgres of the operator’s own it names no folder', () => {
  for (const text of ['Where is my data?', 'How do I back up?', 'Who can read this?']) {
    expect(told(text, { ...facts, dataFolder: null })).not.toMatch(/folder \.data/);
  }
});

test('every answer is in the voice of the house', () => {
  for (const text of ['hi', 'data', 'backup', 'stop', 'api', 'private', 'model', 'a song']) {
    expect(told(text)).not.toMatch(/[*#!]|\bplease\b|successfully/i);
  }
});

test('in an organization it says who else reads what is said', () => {
  const where = { ...facts, organizationName: 'Northlight' };
  expect(told('who can read this', where)).toMatch(
    /The people who are in this conversation.* Northlight reads nothing by that/,
  );
});

function ask(text: string, where: Facts = facts): Said | null {
  const said = { messageId: '01ARZ3NDEKTSV4RRFFQ69G5FAX', from: 'mira', sentAt: '2026-11-21T10:00:00.000Z' };
  return guide({ ...ids, ...said, type: 'message.created', text, content: [{ type: 'text', text }] }, where);
}

function told(text: string, where: Facts = facts): string | undefined {
  return ask(text, where)?.text;
}
