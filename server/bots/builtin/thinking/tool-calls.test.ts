import { expect, test } from 'vitest';
import { ToolCalls } from './tool-calls.ts';

const call = (index: number | undefined, id: string | null, name: string | null, said: string) => ({
  index,
  id,
  function: { name, arguments: said },
});

test.each([
  [
    'in fragments',
    [call(0, 'a', 'save', '{"n'), call(0, null, null, '":1}'), call(1, 'b', 'save', '{'), call(1, null, null, '}')],
  ],
  [
    'in fragments that repeat the id',
    [call(0, 'a', 'save', '{"n'), call(0, 'a', null, '":1}'), call(1, 'b', 'save', '{}')],
  ],
  ['whole, and all with the same number', [call(0, 'a', 'save', '{"n":1}'), call(0, 'b', 'save', '{}')]],
  ['whole, and without a number', [call(undefined, 'a', 'save', '{"n":1}'), call(undefined, 'b', 'save', '{}')]],
])('two calls come out of what came %s', (_how, fragments) => {
  const calls = new ToolCalls();
  for (const fragment of fragments) calls.add([fragment]);
  expect(calls.all()).toEqual([
    { name: 'save', arguments: '{"n":1}' },
    { name: 'save', arguments: '{}' },
  ]);
});
