import { chromium, type Page } from '@playwright/test';
import { must } from '#lib/std/must.ts';
import buildForTests from '../scripts/build-for-tests.mjs';
import { findChromium } from '../scripts/chromium.mjs';
import { startServer } from '../e2e/server.ts';
import type { Bench } from './bench.ts';
import { intervalOf, percentile, told, type Goal, type Row } from './figures.ts';
import { codeBefore } from './first-load.ts';
import { comeBack, goAway } from './page-absence.ts';
import { newReader, type Reader } from './page-reader.ts';
import { answerFor, typeDuring } from './page-typing.ts';

const sizes = { ours: 10_000, peer: 20 };
const rounds = 5;
const answerSeconds = 6;

/** Figures of one visit, by their names. */
type Visit = Readonly<Record<keyof typeof goals, number>>;

const goals = {
  'open, ms until the newest message is seen': '<= 1000',
  'JavaScript before the list, kB': '<= 200',
  'while an answer streams: key to frame, ms p50': '',
  'while an answer streams: key to frame, ms p95': '<= 50',
  'the same further up: key to frame, ms p95': '<= 50',
  'the same further up: moved by, px': '<= 0',
  'while an answer streams: in long tasks, %': '',
  'back after as many messages: ms until the newest is seen': '',
  'back after as many messages: key to frame, ms p95': '',
  'back after as many messages: longest task, ms': '',
  'with all of them in memory: key to frame, ms p50': '',
  'with all of them in memory: key to frame, ms p95': '<= 50',
} as const satisfies Record<string, Goal>;

/** A conversation of ten thousand messages in a real browser, beside one of twenty. */
export async function page({ isShort }: Bench): Promise<Row[]> {
  await buildForTests();
  await using server = await startServer();
  const executablePath = findChromium();
  await using browser = await chromium.launch({
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    ...(executablePath !== null && { executablePath }),
  });
  const long = await newReader(server, browser, { name: 'Maya', messages: sizes.ours });
  const short = await newReader(server, browser, { name: 'Jonas', messages: sizes.peer });
  const found: Round[] = [];
  for (let round = 0; round < (isShort ? 1 : rounds); round++) {
    found.push(await inTurns(round, long, short));
  }
  return (Object.keys(goals) as (keyof Visit)[]).map((what) => rowOf(what, found));
}

interface Round {
  ours: Visit;
  peer: Visit;
}

/** Which of the two goes first changes from round to round. */
async function inTurns(round: number, long: Reader, short: Reader): Promise<Round> {
  const early = round % 2 === 0 ? await visit(long, sizes.ours) : null;
  const peer = await visit(short, sizes.peer);
  return { ours: early ?? (await visit(long, sizes.ours)), peer };
}

async function visit(reader: Reader, missed: number): Promise<Visit> {
  const { page: view, ...opened } = await open(reader);
  const streaming = await typeDuring(view, () => answerFor(reader, answerSeconds));
  await scrollUp(view);
  const further = await typeDuring(view, () => answerFor(reader, answerSeconds));
  await view.getByRole('button', { name: /Go to the newest/ }).click();
  await goAway(view);
  const last = await reader.say(missed);
  let backMs = 0;
  const back = await typeDuring(view, async () => (backMs = await comeBack(view, last)));
  const after = await typeDuring(view, () => answerFor(reader, answerSeconds));
  await view.context().close();
  return {
    'open, ms until the newest message is seen': opened.shownMs,
    'JavaScript before the list, kB': opened.codeKB,
    'while an answer streams: key to frame, ms p50': percentile(streaming.keys, 0.5),
    'while an answer streams: key to frame, ms p95': percentile(streaming.keys, 0.95),
    'the same further up: key to frame, ms p95': percentile(further.keys, 0.95),
    'the same further up: moved by, px': further.moved,
    'while an answer streams: in long tasks, %': (100 * sum(streaming.longTasks)) / (1_000 * answerSeconds),
    'back after as many messages: ms until the newest is seen': backMs,
    'back after as many messages: key to frame, ms p95': percentile(back.keys, 0.95),
    'back after as many messages: longest task, ms': Math.max(0, ...back.longTasks),
    'with all of them in memory: key to frame, ms p50': percentile(after.keys, 0.5),
    'with all of them in memory: key to frame, ms p95': percentile(after.keys, 0.95),
  };
}

interface Opened {
  page: Page;
  shownMs: number;
  codeKB: number;
}

/** The second time, as on every other day: the browser has the code, and nothing of the conversation. */
async function open(reader: Reader): Promise<Opened> {
  const view = await reader.visit();
  const address = `/claw/chat/${reader.conversationId}`;
  await view.goto(address, { waitUntil: 'networkidle' });
  const cookies = await view.context().cookies();
  const { kB } = await codeBefore(view.url(), cookies.map(({ name, value }) => `${name}=${value}`).join('; '));
  await view.goto(address);
  const shown = await view.waitForFunction(() => window.probe.shownAt);
  return { page: view, shownMs: (await shown.jsonValue()) ?? 0, codeKB: kB };
}

async function scrollUp(view: Page): Promise<void> {
  await view.getByRole('log').evaluate((log) => (log.scrollTop -= 1_500));
  await view.getByRole('button', { name: /Go to the newest/ }).waitFor();
}

function rowOf(what: keyof Visit, found: readonly Round[]): Row {
  const of = (whose: 'ours' | 'peer') => found.map((round) => round[whose][what]);
  const peer = of('peer');
  const ratios = of('ours').map((value, round) => value / must(peer[round], 'the same round of the peer'));
  const ours = intervalOf(of('ours'));
  const goal = goals[what];
  const digits = what.endsWith('px') ? 2 : 0;
  return {
    what,
    ours: told(ours, digits),
    peer: told(intervalOf(peer), digits),
    ratio: ratios.every(Number.isFinite) ? told(intervalOf(ratios)) : '',
    goal,
    held: goal === '' ? null : ours,
  };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
