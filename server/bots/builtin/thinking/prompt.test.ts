import { expect, test } from 'vitest';
import type { Entry } from './history.ts';
import { promptOf } from './prompt.ts';

const said = (by: 'person' | 'agent', text: string): Entry => ({ by, text, questions: [] });
const question = {
  groupId: 'g1',
  messageId: 'm1',
  file: { name: 'notes.md', text: 'Full.', why: null },
  isOpen: false,
  outcome: 'Maya denied it. Nothing was saved.',
};

test('a person begins, and nobody speaks twice in a row', () => {
  const entries = [
    said('agent', 'Hi'),
    said('person', 'one'),
    said('person', 'two'),
    said('agent', 'A'),
    said('agent', 'B'),
  ];
  expect(promptOf('Be kind.', entries, { hasTools: true })).toEqual([
    { role: 'system', content: 'Be kind.' },
    { role: 'user', content: 'one\n\ntwo' },
    { role: 'assistant', content: 'A\n\nB' },
  ]);
});

test('what was asked of people stands with what came of it, as a tool’s call or in words', () => {
  const entries = [said('person', 'Note it'), { by: 'agent' as const, text: '', questions: [question] }];
  const [, , call, result] = promptOf('', entries, { hasTools: true });
  expect(call).toMatchObject({
    tool_calls: [{ id: 'g1', function: { name: 'save_file', arguments: '{"name":"notes.md","text":"Full."}' } }],
  });
  expect(result).toEqual({ role: 'tool', tool_call_id: 'g1', content: question.outcome });
  expect(promptOf('', entries, { hasTools: false })[2]).toEqual({
    role: 'assistant',
    content: '(I asked whether I may save notes.md. Maya denied it. Nothing was saved.)',
  });
});
