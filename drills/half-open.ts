import { must } from '#lib/std/must.ts';
import { conversationContext } from '#lib/contexts.ts';
import type { AppContext } from '#server/app-context.ts';
import { send } from '#server/chat/messages/send.ts';
import { movableClock, startTestApp } from '#server/testing/app.ts';
import { guest } from '#server/testing/personas.ts';
import { until } from '#server/testing/until.ts';
import { headOf } from './company.ts';
import type { Ground } from './ground.ts';
import { HandTimers } from './hand-timers.ts';
import { positions } from './ledger.ts';
import { Proxy } from './proxy.ts';
import { addLosses, count, emptyReport, type Report } from './report.ts';
import { Witness } from './witness.ts';

export interface HalfOpenOptions {
  ground: Ground;
  /** Of one person, who may have twenty. */
  clients: number;
}

const serverSilenceMaxMs = 35_000;
const goodbyeMaxMs = 10_000;
const clientSilenceMaxMs = 25_000;
const urgentMaxMs = 2_000;

/** The link dies and nobody says so: no packet comes back, no connection is closed. Both sides have to find out. */
export async function halfOpen({ ground, clients }: HalfOpenOptions): Promise<Report> {
  await using database = await ground.newDatabase();
  const clock = movableClock();
  await using served = await startTestApp({ database, clock, env: { LOG_LEVEL: 'error' } });
  const stage = await setStage(served.app, { clients, port: Number(new URL(served.ownUrl).port) });
  const { proxy, readers } = stage;
  const report = emptyReport();

  await say(stage);
  // Whatever was pinged is answered, so that the silence begins now.
  await until(() => readers.every(({ timers }) => timers.pending() === 1));
  proxy.blackHole();
  await send(stage.app, stage.maria.principal, message(stage));
  await serverNotices(report, stage, clock);
  proxy.calm();
  for (const [n, reader] of readers.entries()) clientNotices(report, reader, n % 2 === 0 ? 'idle' : 'looked at');
  await say(stage);

  const expected = positions(stage.after, await headOf(stage.app, stage.room));
  for (const { witness } of readers) {
    addLosses(report, ledgerOf(witness, stage).judge(expected));
    witness.stop();
  }
  await proxy.close();
  return report;
}

interface Reader {
  timers: HandTimers;
  witness: Witness;
}

async function setStage(app: AppContext, { clients, port }: { clients: number; port: number }) {
  const proxy = await Proxy.open({ port: () => port });
  const maria = await guest(app, 'maria');
  const { sandboxId, conversationId } = maria;
  const room = { conversationId, context: conversationContext(sandboxId, conversationId) };
  const after = await headOf(app, room);
  const readers: Reader[] = Array.from({ length: clients }, () => {
    const timers = new HandTimers();
    const fetchTicket = () => app.realtime.mintTicket(maria.principal);
    const witness = new Witness({ url: proxy.url, fetchTicket, readSnapshot: () => headOf(app, room), timers });
    witness.follow(room.context, after);
    witness.start();
    return { timers, witness };
  });
  return { app, proxy, maria, room, after, readers };
}

type Stage = Awaited<ReturnType<typeof setStage>>;

function message({ room: { conversationId } }: Stage) {
  return { conversationId, content: [{ type: 'text' as const, text: 'are you there?' }] };
}

function ledgerOf({ ledgers }: Witness, { room }: Stage) {
  return must(ledgers.get(room.context), 'a ledger');
}

/** Resolves when everybody has it. */
async function say(stage: Stage): Promise<void> {
  await send(stage.app, stage.maria.principal, message(stage));
  const head = await headOf(stage.app, stage.room);
  await until(() => stage.readers.every(({ witness }) => ledgerOf(witness, stage).newest === head));
}

async function serverNotices(report: Report, { app, readers }: Stage, clock: { pass(ms: number): void }) {
  const silentAfter = (ms: number) => {
    clock.pass(ms);
    app.realtime.beat();
    return app.realtime.stats().silent;
  };
  count(report, 'sockets that the server gave up before 34 s', silentAfter(serverSilenceMaxMs - 1_000));
  const silent = silentAfter(2_000);
  count(report, 'sockets that the server had given up after 36 s', silent);
  if (silent !== readers.length) report.broken.push('the server still believed in a dead socket after 35 s');
  // Its goodbye is answered by nobody either; until it stops waiting for that, the dead sockets count as their person's.
  silentAfter(goodbyeMaxMs + 1_000);
  await until(() => app.realtime.stats().sockets === 0);
}

function clientNotices(report: Report, { timers, witness: { client } }: Reader, kind: 'idle' | 'looked at'): void {
  if (kind === 'looked at') client.hint('visible');
  timers.pass((kind === 'idle' ? clientSilenceMaxMs : urgentMaxMs) - 1);
  if (client.state.status !== 'connected') report.broken.push('a client gave a link up too early');
  timers.pass(1);
  if (client.state.status !== 'reconnecting') report.broken.push('a client still believed in a dead link');
  else
    count(report, kind === 'idle' ? 'clients that noticed within 25 s' : 'clients that noticed within 2 s of a look');
  client.retryNow();
}
