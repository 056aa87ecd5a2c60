import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { openMessage } from '#lib/bot-sdk/message-stream.ts';
import type { Reader } from './page-reader.ts';

const tokensPerSecond = 50;
/** A quick typist. Not a divisor of anything that the page or the agent does, so that keys meet all of it. */
const keyEveryMs = 97;
const words = 'what would it take to restart it tonight ';

/** What an agent says: prose, a list and code, over and over. */
const answer = [
  'The **index** is built beside the table, so reads go on while it grows. Three things to know before:\n\n',
  '- it takes about *four minutes* on the machine in `fra-1`\n- writes wait for less than a second at the end\n',
  '- a failed build leaves an invalid index, which has to go\n\n',
  '```sql\ncreate index concurrently orders_placed_at\n  on orders (placed_at)\n  where deleted_at is null;\n```\n\n',
].join('');

export interface Felt {
  /** From each key to its frame, in milliseconds. */
  keys: number[];
  longTasks: number[];
  /** How far what was looked at was moved, in pixels. */
  moved: number;
}

/** Somebody writes as long as something else takes. */
export async function typeDuring(page: Page, work: () => Promise<unknown>): Promise<Felt> {
  const field = page.getByRole('textbox', { name: 'Message' });
  await field.focus();
  await page.evaluate(() => {
    window.probe.keys = [];
    window.probe.longTasks = [];
    window.probe.holdPlace();
  });
  let isOver = false;
  const done = work().finally(() => (isOver = true));
  for (let key = 0; !isOver; key++) {
    const began = performance.now();
    await page.keyboard.press(key % 80 === 79 ? 'ControlOrMeta+a' : (words[key % words.length] ?? ' '));
    await pause(Math.max(0, keyEveryMs - (performance.now() - began)));
  }
  await done;
  const { keys, longTasks, moved } = await page.evaluate(() => ({ ...window.probe, sockets: [] }));
  await field.fill('');
  return { keys, longTasks, moved };
}

/** The agent answers, token by token, over the bot API. */
export async function answerFor({ agent, conversationId }: Reader, seconds: number): Promise<void> {
  const message = await openMessage(agent, { conversationId });
  const tokens = answer.match(/\s*\S{1,6}|\s+$/g) ?? [];
  const began = performance.now();
  for (let token = 0; token < seconds * tokensPerSecond; token++) {
    message.append(tokens[token % tokens.length] ?? '');
    await pause(Math.max(0, began + (token * 1_000) / tokensPerSecond - performance.now()));
  }
  await message.finish();
}
