import { ulid } from 'ulid';
import { WebSocket } from 'ws';
import { must } from '#lib/std/must.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask } from '#server/testing/ask.ts';
import { guest } from '#server/testing/personas.ts';
import { askPeople } from '#server/testing/question.ts';
import type { Ground } from './ground.ts';
import { publicUrl, startNode, type NodeProcess } from './node.ts';
import { count, emptyReport, type Report } from './report.ts';
import { chanceOf, type Chance } from './seed.ts';

export interface ClockSkewOptions {
  ground: Ground;
  seed: number;
  /** How many pairs of wrong clocks. */
  pairs: number;
}

const hourMs = 3_600_000;
const minuteMs = 60_000;
const hoursMax = 48;
const rounds = 5;
/** Shorter than any clock here is wrong, and longer than a round takes. */
const decideWithinMs = 10 * minuteMs;

/** Two nodes, one hours behind and one hours ahead, and a database that is right: what one sets down the other judges. */
export async function clockSkew({ ground, seed, pairs }: ClockSkewOptions): Promise<Report> {
  const report = emptyReport();
  const chance = chanceOf(seed);
  for (let n = 0; n < pairs; n++) await playPair(ground, report, chance);
  return report;
}

interface Scene {
  report: Report;
  office: TestApp;
  maya: Awaited<ReturnType<typeof guest>>;
  nodes: readonly [NodeProcess, NodeProcess];
}

async function playPair(ground: Ground, report: Report, chance: Chance): Promise<void> {
  await using database = await ground.newDatabase();
  await using office = await startTestApp({ database, env: { PUBLIC_URL: publicUrl, LOG_LEVEL: 'error' } });
  const maya = await guest(office.app, 'Maya');
  const wrong = () => (1 + chance.below(hoursMax)) * hourMs;
  const { address } = database;
  await using behind = await startNode({ address, clockAheadMs: -wrong() });
  await using ahead = await startNode({ address, clockAheadMs: wrong() });
  const nodes = [behind, ahead] as const;
  for (let round = 0; round < rounds; round++) {
    for (const scene of [
      { report, office, maya, nodes },
      { report, office, maya, nodes: [ahead, behind] as const },
    ]) {
      await openBySomeoneElsesTicket(scene);
      await decideElsewhere(scene);
      await write(scene, round);
    }
  }
  await judgeOrder({ report, office, maya, nodes });
  count(report, 'pairs of wrong clocks');
}

/** A ticket lives for seconds: by a wrong clock it would be over, or never be. */
async function openBySomeoneElsesTicket({ report, maya, nodes: [here, there] }: Scene): Promise<void> {
  const { status, body } = await ask('POST', `${here.origin}/connect-ticket`, { headers: maya.headers, body: {} });
  const { ticket, expiresAt } = body as { ticket: string; expiresAt: number };
  if (status !== 201) return void report.broken.push(`no ticket: ${status}`);
  if (Math.abs(expiresAt - Date.now()) > minuteMs) report.broken.push('a ticket ends by a wrong clock');
  const opened = await opens(`${there.origin.replace('http', 'ws')}/connect?ticket=${ticket}`);
  if (!opened) report.broken.push('a ticket of one node is worth nothing on the other');
  count(report, 'sockets opened with a ticket of the other node');
}

function opens(url: string): Promise<boolean> {
  const socket = new WebSocket(url);
  return new Promise((resolve) => {
    socket.once('open', () => (socket.close(), resolve(true)));
    socket.once('error', () => resolve(false));
  });
}

/** Asked with minutes to decide: neither has the node ahead ended it, nor does it stay open after its end. */
async function decideElsewhere({ report, office, maya, nodes: [here, there] }: Scene): Promise<void> {
  const { conversationId, sandboxId, headers } = maya;
  const expiresAt = Date.now() + decideWithinMs;
  const question = await askPeople(office.app, { sandboxId, conversationId }, { groupId: ulid(), expiresAt });
  const read = await ask('GET', `${here.origin}/v1/messages/${question.messageId}?conversationId=${conversationId}`, {
    headers,
  });
  const date = Date.parse(must(read.headers.get('date'), 'a date'));
  if (Math.abs(date - Date.now()) > minuteMs) report.broken.push('an answer is dated by a wrong clock');
  const body = { ...question, value: 'deny' };
  const { status, text } = await ask('POST', `${there.origin}/api/trpc/messages.executeAction`, { headers, body });
  if (status !== 200) report.broken.push(`a decision in time was answered with ${status}: ${text}`);
  count(report, 'approvals decided on a node with a wrong clock');
}

async function write({ report, maya, nodes: [here] }: Scene, round: number): Promise<void> {
  const body = { conversationId: maya.conversationId, clientId: ulid(), content: [{ type: 'text', text: `${round}` }] };
  const { status } = await ask('POST', `${here.origin}/api/trpc/messages.send`, { headers: maya.headers, body });
  if (status !== 200) report.broken.push(`a send was answered with ${status}`);
  count(report, 'messages');
}

/** The order is that of the log, and the dates go with it whoever took the message. */
async function judgeOrder({ report, office, maya }: Scene): Promise<void> {
  const rows = await office.app.sql<{ at: Date }[]>`
    select created_at as at from messages where conversation_id = ${maya.conversationId} order by seq`;
  const dates = rows.map(({ at }) => at.getTime());
  if (dates.some((at, n) => at < (dates[n - 1] ?? 0))) report.outOfOrder += 1;
  if (dates.some((at) => Math.abs(at - Date.now()) > hourMs / 2)) report.broken.push('a message has a wrong date');
}
