import { expect, test } from 'vitest';
import { agentsMax, flagLetter } from './flag-letter.ts';

test.each([
  ['Harbor', '', 'H'],
  ['Harbor', 'H', 'A'],
  ['Harbor', 'HA', 'R'],
  ['Queen', '', 'U'],
  ['q', '', 'X'],
  ['Ärger', '', 'A'],
  ['ﬁsh', '', 'F'],
  ['東京', '', 'X'],
  ['東京', 'X', 'A'],
  ['3 of 4', '', 'O'],
  ['aaa', 'A', 'X'],
])('an agent called %s flies, beside those that fly "%s", %s', (label, flown, letter) =>
  expect(flagLetter(label, flown)).toBe(letter),
);

test('when every flag is flown there is none left, and never Q', () => {
  const flown: string[] = [];
  for (let letter = flagLetter('Q', flown); letter !== null; letter = flagLetter('Q', flown)) flown.push(letter);
  expect(new Set(flown).size).toBe(agentsMax);
  expect(flown).not.toContain('Q');
});
