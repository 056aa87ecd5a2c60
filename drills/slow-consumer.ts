import { must } from '#lib/std/must.ts';
import type { AppContext } from '#server/app-context.ts';
import { startTestApp } from '#server/testing/app.ts';
import { until } from '#server/testing/until.ts';
import { fetchTicket, foundCompany, headOf, say, type Company } from './company.ts';
import type { Ground } from './ground.ts';
import { positions } from './ledger.ts';
import { publicUrl, startNode, type NodeProcess } from './node.ts';
import { Proxy } from './proxy.ts';
import { addLosses, count, emptyReport, type Report } from './report.ts';
import { ratioOfP99, type Delays } from './slow/delays.ts';
import { Witness } from './witness.ts';

export interface SlowConsumerOptions {
  ground: Ground;
  others: number;
  /** Rounds of a steady pace with and without the one who doesn't read, whose delays are compared; 0: none. */
  rounds: number;
}

const words = 'x'.repeat(8_000);
const bufferedBytesMax = 4 * 1024 * 1024;
/** Two hundred messages of that size, each told of in JSON. */
const pageBytesMax = 200 * (words.length + 1_000);
/** The systems' buffers on the way take some megabytes before ours begins to fill. */
const messagesMax = 6_000;
const writers = 8;

/** One of many stops reading. It may cost the server a bounded buffer, and the others nothing. */
export async function slowConsumer({ ground, others, rounds }: SlowConsumerOptions): Promise<Report> {
  await using database = await ground.newDatabase();
  await using office = await startTestApp({ database, env: { PUBLIC_URL: publicUrl, LOG_LEVEL: 'error' } });
  const company = await foundCompany(office.app, { people: Math.max(writers, Math.ceil(others / 10)), rooms: 1 });
  await using node = await startNode({ address: database.address });
  const proxy = await Proxy.open({ port: () => node.port });
  const delays: Delays = { told: null };
  const stage: Stage = { app: office.app, node, company, delays };
  const slow = witnessOf(stage, { n: 0, port: proxy.port });
  const readers = Array.from({ length: others }, (_, n) => witnessOf(stage, { n: n + 1, port: node.port }));
  const report = emptyReport();
  await say(() => node.origin, must(company.people[0], 'a colleague'), room(company), { text: 'before' });
  await allHave(stage, [slow, ...readers]);

  if (rounds > 0) report.figures["others' p99 with it : without"] = await ratioOfP99({ ...stage, proxy, rounds });
  proxy.stall();
  const written = await writeUntilClosed(stage);
  await allHave(stage, readers);
  proxy.stall(false);
  await allHave(stage, [slow]);

  const { waitingMax, tooSlow } = await node.figures();
  count(report, 'messages while it did not read', written);
  count(report, 'closed with 4002', tooSlow);
  count(report, 'connections of the slow one', slow.connections);
  report.figures['most that waited for it'] = `${(waitingMax / 1024 / 1024).toFixed(2)} MiB`;
  if (tooSlow !== 1) report.broken.push(`${tooSlow} sockets were closed as too slow`);
  if (waitingMax > bufferedBytesMax + pageBytesMax) report.broken.push(`${waitingMax} bytes waited for one socket`);
  const expected = positions(0, await headOf(office.app, room(company)));
  for (const witness of [slow, ...readers]) {
    addLosses(report, must(witness.ledgers.get(room(company).context), 'a ledger').judge(expected));
    witness.stop();
  }
  await proxy.close();
  return report;
}

interface Stage {
  app: AppContext;
  node: NodeProcess;
  company: Company;
  delays: Delays;
}

function room({ rooms }: Company) {
  return must(rooms[0], 'the room');
}

function witnessOf({ app, node, company, delays }: Stage, { n, port }: { n: number; port: number }): Witness {
  const person = must(company.people[n % company.people.length], 'a colleague');
  const witness = new Witness({
    url: `ws://127.0.0.1:${port}/connect`,
    fetchTicket: () => fetchTicket(node.origin, person),
    readSnapshot: () => headOf(app, room(company)),
    onEvent: (event) => n > 0 && delays.told?.(event),
  });
  witness.follow(room(company).context, 0);
  witness.start();
  return witness;
}

async function allHave({ app, company }: Stage, witnesses: Witness[]): Promise<void> {
  const head = await headOf(app, room(company));
  await until(() => witnesses.every(({ ledgers }) => (ledgers.get(room(company).context)?.newest ?? 0) >= head));
}

async function writeUntilClosed({ node, company }: Stage): Promise<number> {
  let written = 0;
  let isClosed = false;
  const write = async (n: number) => {
    while (!isClosed && written < messagesMax) {
      written += 1;
      await say(() => node.origin, must(company.people[n], 'a writer'), room(company), { text: words });
    }
  };
  const look = until(async () => (await node.figures()).tooSlow > 0 || written >= messagesMax);
  const writing = Promise.all(Array.from({ length: writers }, (_, n) => write(n)));
  await look;
  isClosed = true;
  await writing;
  return written;
}
