import { must } from '#lib/std/must.ts';
import { send } from '#server/chat/messages/send.ts';
import { movableClock, startTestApp } from '#server/testing/app.ts';
import { guest } from '#server/testing/personas.ts';
import { until } from '#server/testing/until.ts';
import { conversationContext } from '#lib/contexts.ts';
import type { Ground } from './ground.ts';
import { HandTimers } from './hand-timers.ts';
import { positions } from './ledger.ts';
import { Proxy } from './proxy.ts';
import { addLosses, count, emptyReport, type Report } from './report.ts';
import { Witness } from './witness.ts';

export interface HalfOpenOptions {
  ground: Ground;
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
  const { app } = served;
  const report = emptyReport();
  const port = Number(new URL(served.ownUrl).port);
  const proxy = await Proxy.open({ port: () => port });
  const maria = await guest(app, 'maria');
  const context = conversationContext(maria.sandboxId, maria.conversationId);
  const after = await headOf();
  const readers = Array.from({ length: clients }, () => {
    const timers = new HandTimers();
    const witness = new Witness({
      url: proxy.url,
      fetchTicket: () => app.realtime.mintTicket(maria.principal),
      readSnapshot: headOf,
      timers,
    });
    witness.follow(context, after);
    witness.start();
    return { timers, witness };
  });
  const say = (text: string) =>
    send(app, maria.principal, { conversationId: maria.conversationId, content: [{ type: 'text', text }] });
  async function headOf(): Promise<number> {
    const [row] = await app.sql<{ seq: number }[]>`select seq from conversations where id = ${maria.conversationId}`;
    return must(row, 'the conversation').seq;
  }
  const allHave = async () => {
    const head = await headOf();
    await until(() => readers.every(({ witness }) => witness.ledgers.get(context)?.newest === head));
  };

  await say('before');
  await allHave();
  // Whatever was pinged is answered, so that the silence begins now.
  await until(() => readers.every(({ timers }) => timers.pending() === 1));
  proxy.blackHole();
  await say('into the silence');

  clock.pass(serverSilenceMaxMs - 1_000);
  app.realtime.beat();
  count(report, 'sockets that the server gave up before 34 s', app.realtime.stats().silent);
  clock.pass(2_000);
  app.realtime.beat();
  count(report, 'sockets that the server had given up after 36 s', app.realtime.stats().silent);
  if (report.counts['sockets that the server had given up after 36 s'] !== clients) {
    report.broken.push('the server still believed in a dead socket after 35 s');
  }
  // Its goodbye is answered by nobody either; until it stops waiting for that, the dead sockets count as their person's.
  clock.pass(goodbyeMaxMs + 1_000);
  app.realtime.beat();
  await until(() => app.realtime.stats().sockets === 0);

  proxy.calm();
  for (const [n, { timers, witness }] of readers.entries()) {
    const isLookedAt = n % 2 === 1;
    if (isLookedAt) witness.client.hint('visible');
    timers.pass((isLookedAt ? urgentMaxMs : clientSilenceMaxMs) - 1);
    if (witness.client.state.status !== 'connected') report.broken.push('a client gave a link up too early');
    timers.pass(1);
    const isNoticed = witness.client.state.status === 'reconnecting';
    if (isNoticed)
      count(report, isLookedAt ? 'clients that noticed within 2 s of a look' : 'clients that noticed within 25 s');
    else report.broken.push('a client still believed in a dead link');
    witness.client.retryNow();
  }
  await say('after');
  await allHave();
  for (const { witness } of readers) {
    addLosses(report, must(witness.ledgers.get(context), 'a ledger').judge(positions(after, await headOf())));
    witness.stop();
  }
  await proxy.close();
  return report;
}
