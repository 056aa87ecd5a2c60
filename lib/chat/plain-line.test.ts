import { expect, test } from 'vitest';
import { plainLine } from './plain-line.ts';

test.each([
  [
    '## What 0043 changes `orders.placed_at` becomes **timestamptz**',
    'What 0043 changes orders.placed_at becomes timestamptz',
  ],
  ['- see [the plan](https://example.org/plan), then ![a map](map.png)', 'see the plan, then a map'],
  ['Done. ## Next > nothing', 'Done. Next > nothing'],
  ['```sql select 1 ```', 'select 1'],
  ['> The old column stays', 'The old column stays'],
])('%s is read as words', (markdown, words) => {
  expect(plainLine(markdown)).toBe(words);
});

test.each(['2 ** 3 ** 4', 'issue # 5', 'snake_case and **half', 'C# and F#', 'a [b] (c)', '`half', ''])(
  'what marks nothing stays: %s',
  (text) => {
    expect(plainLine(text)).toBe(text);
  },
);
