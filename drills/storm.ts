import type { AppContext } from '#server/app-context.ts';
import { send } from '#server/chat/messages/send.ts';
import { startTestApp } from '#server/testing/app.ts';
import { must } from '#lib/std/must.ts';
import { foundCompany, headOf, type Company } from './company.ts';
import type { Ground } from './ground.ts';
import { publicUrl, startNode } from './node.ts';
import { addLosses, count, emptyReport, type Report } from './report.ts';
import { startCrowd, type Heads } from './storm/crowd.ts';
import { filesMax } from './storm/files-max.ts';
import { knockUntil } from './storm/others.ts';

export interface StormOptions {
  ground: Ground;
  sockets: number;
  /** An operator's restart says goodbye and asks everybody to come back within 5 s; a crash says nothing. */
  ends: 'stopped' | 'killed';
}

const socketsPerPerson = 10;
const socketsPerRoom = 50;
const soonMs = 15_000;
const lateMs = 60_000;

/** The server goes while thousands listen, something is written meanwhile, and all come back at once. */
export async function storm({ ground, ends, ...asked }: StormOptions): Promise<Report> {
  // One for the socket and one for the request that fetches its ticket.
  const sockets = Math.min(asked.sockets, Math.floor(filesMax() / 2) - 500);
  await using database = await ground.newDatabase();
  await using office = await startTestApp({ database, env: { PUBLIC_URL: publicUrl, LOG_LEVEL: 'error' } });
  const { app } = office;
  const company = await foundCompany(app, {
    people: Math.ceil(sockets / socketsPerPerson),
    rooms: Math.ceil(sockets / socketsPerRoom),
  });
  await using before = await startNode({ address: database.address });
  await using crowd = await startCrowd({ origin: before.origin, company, sockets });
  await crowd.arrive();
  await writeEverywhere(app, company);
  await crowd.haveReached({ heads: await headsOf(app, company), sinceMs: Date.now() });

  const awayMs = Date.now();
  await (ends === 'killed' ? before.kill() : before.stop());
  await writeEverywhere(app, company);
  await using after = await startNode({ address: database.address, port: before.port });
  const sinceMs = Date.now();
  const others = knockUntil(after.origin, company);
  const waits = await crowd.haveReached({ heads: await headsOf(app, company), sinceMs });
  const latencies = await others.end();
  await writeEverywhere(app, company);
  const heads = await headsOf(app, company);
  await crowd.haveReached({ heads, sinceMs: Date.now() });

  const report = emptyReport();
  const verdict = await crowd.judge(heads);
  addLosses(report, verdict);
  count(report, 'sockets', sockets);
  count(report, 'caught up', waits.length);
  count(report, 'connections', verdict.connections);
  count(report, 'tickets asked for', verdict.tickets.asked);
  count(report, 'of them in vain', verdict.tickets.refused);
  report.figures['server away, seconds'] = ((sinceMs - awayMs) / 1_000).toFixed(1);
  if (sockets < asked.sockets)
    report.figures['fewer sockets than asked for'] = `this machine opens ${filesMax()} files`;
  tellOfWaits(report, { sockets, waits });
  tellOfOthers(report, latencies);
  return report;
}

/** On a node without sockets: the one with the storm finds it in the log. */
async function writeEverywhere(app: AppContext, { people, rooms }: Company): Promise<void> {
  for (const [n, { conversationId }] of rooms.entries()) {
    const { principal } = must(people[n % people.length], 'a colleague');
    await send(app, principal, { conversationId, content: [{ type: 'text', text: `message in room ${n}` }] });
  }
}

async function headsOf(app: AppContext, { rooms }: Company): Promise<Heads> {
  return Promise.all(rooms.map(async (room) => [room.context, await headOf(app, room)] as const));
}

function tellOfWaits(report: Report, { sockets, waits }: { sockets: number; waits: number[] }): void {
  const soon = waits.filter((ms) => ms <= soonMs).length;
  report.figures['caught up within 15 s of ready'] = `${((100 * soon) / sockets).toFixed(1)} %`;
  const halfMs = waits.toSorted((a, b) => a - b)[Math.floor(waits.length / 2)] ?? 0;
  report.figures['half of them, seconds after ready'] = (halfMs / 1_000).toFixed(1);
  report.figures['slowest, seconds after ready'] = (Math.max(...waits) / 1_000).toFixed(1);
  const late = sockets - waits.filter((ms) => ms <= lateMs).length;
  if (late > 0) report.broken.push(`${late} clients had not caught up a minute after the server was ready`);
}

function tellOfOthers(report: Report, latencies: number[]): void {
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(share * sorted.length)] ?? 0).toFixed(0);
  count(report, 'other requests meanwhile', sorted.length);
  report.figures['other requests, ms'] = `p50 ${at(0.5)}, p99 ${at(0.99)}`;
}
