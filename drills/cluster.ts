import { must } from '#lib/std/must.ts';
import type { AppContext } from '#server/app-context.ts';
import type { DatabaseAddress } from '#server/db/embedded.ts';
import type { Answer } from '#server/testing/ask.ts';
import { fetchTicket, foundCompany, headOf, say, type Colleague, type Company, type Room } from './company.ts';
import { positions } from './ledger.ts';
import { startNode, type NodeProcess } from './node.ts';
import { Proxy } from './proxy.ts';
import { addLosses, count, type Report } from './report.ts';
import { Witness } from './witness.ts';

const rooms = 3;
/** With a living node, whoever is not back by then has given up. */
const patienceMs = 60_000;

export interface Cluster extends AsyncDisposable {
  company: Company;
  /** Where each node is reached without the proxy. */
  origins(): string[];
  beginToWrite(): void;
  killTheBusier(): Promise<void>;
  startAnother(): Promise<void>;
  /** True when every client has had everything that was in the logs a moment ago. */
  everybodyIsBack(): Promise<boolean>;
  /** Ends the writing and holds every client's ledgers against the logs. */
  judge(report: Report): Promise<void>;
}

interface ClusterOptions {
  address: DatabaseAddress;
  redisUrl: string;
  clients: number;
  haste: number;
  /** What nodes say of trouble that the drill makes is no news. */
  isQuiet?: boolean;
  /** Told of every answer to a send, also those that are tried again. */
  onAnswer?(answer: Answer): void;
}

/** Two nodes behind one address, clients that follow every room, and people who keep writing through whichever node lives. */
export async function openCluster(app: AppContext, options: ClusterOptions): Promise<Cluster> {
  const { address, redisUrl, clients, haste, isQuiet = false, onAnswer = () => undefined } = options;
  const company = await foundCompany(app, { people: Math.ceil(clients / 4), rooms });
  const orders = { address, redisUrl, isQuiet };
  const nodes: NodeProcess[] = await Promise.all([startNode(orders), startNode(orders)]);
  let turn = 0;
  const next = () => must(nodes[turn++ % nodes.length], 'a living node');
  const proxy = await Proxy.open({ port: () => next().port });
  const origin = `http://127.0.0.1:${proxy.port}`;
  const witnesses = Array.from({ length: clients }, (_, n) => {
    const person = must(company.people[n % company.people.length], 'a colleague');
    return witnessOf(app, { person, rooms: company.rooms, origin, haste });
  });
  let isWriting = false;
  let writing: Promise<Written>[] = [];

  const hasAll = async () => {
    const heads = await Promise.all(company.rooms.map((room) => headOf(app, room)));
    const isWhole = ({ ledgers }: Witness) =>
      company.rooms.every(({ context }, n) => (ledgers.get(context)?.newest ?? 0) >= (heads[n] ?? 0));
    return Promise.all(witnesses.map((witness) => witness.until(() => isWhole(witness), patienceMs)));
  };

  return {
    company,
    origins: () => nodes.map(({ origin }) => origin),
    beginToWrite() {
      isWriting = true;
      // Past the proxy and straight to a node: what is told here is how clients fare, not how connections are pooled.
      const through = () => next().origin;
      writing = company.people
        .slice(0, 4)
        .map((person) => writeOn({ through, person, rooms: company.rooms, goesOn: () => isWriting, onAnswer }));
    },
    async killTheBusier() {
      const figures = await Promise.all(nodes.map((node) => node.figures()));
      const busier = (figures[0]?.sockets ?? 0) >= (figures[1]?.sockets ?? 0) ? 0 : 1;
      const [doomed] = nodes.splice(busier, 1);
      await doomed?.kill();
    },
    async startAnother() {
      nodes.push(await startNode(orders));
    },
    everybodyIsBack: async () => (await hasAll()).every(Boolean),
    async judge(report) {
      isWriting = false;
      const written = await Promise.all(writing);
      await hasAll();
      count(report, 'clients', witnesses.length);
      count(report, 'messages acknowledged', sum(written.map(({ acknowledged }) => acknowledged)));
      count(report, 'sends tried again', sum(written.map(({ again }) => again)));
      count(report, 'connections', sum(witnesses.map(({ connections }) => connections)));
      for (const room of company.rooms) judgeRoom(report, room, { head: await headOf(app, room), witnesses });
      const head = sum(await Promise.all(company.rooms.map((room) => headOf(app, room))));
      if (head !== report.counts['messages acknowledged']) {
        report.broken.push(`${report.counts['messages acknowledged']} sends were acknowledged, and ${head} are there`);
      }
    },
    async [Symbol.asyncDispose]() {
      isWriting = false;
      await Promise.all(writing);
      for (const witness of witnesses) witness.stop();
      await proxy.close();
      await Promise.all(nodes.map((node) => node.kill()));
    },
  };
}

function judgeRoom(report: Report, { context }: Room, found: { head: number; witnesses: Witness[] }): void {
  const expected = positions(0, found.head);
  for (const { ledgers } of found.witnesses) {
    const ledger = must(ledgers.get(context), 'a ledger');
    addLosses(report, ledger.judge(expected));
    count(report, 'deliveries', expected.length);
    if (ledger.resyncs > 0) report.broken.push(`${context} was resynced for nothing`);
  }
}

interface Place {
  person: Colleague;
  rooms: Room[];
  origin: string;
  haste: number;
}

function witnessOf(app: AppContext, { person, rooms: followed, origin, haste }: Place): Witness {
  const witness = new Witness({
    url: `${origin.replace('http', 'ws')}/connect`,
    haste,
    fetchTicket: () => fetchTicket(origin, person),
    readSnapshot: (context) =>
      headOf(
        app,
        must(
          followed.find((room) => room.context === context),
          'the room',
        ),
      ),
  });
  for (const { context } of followed) witness.follow(context, 0);
  witness.start();
  return witness;
}

interface Written {
  acknowledged: number;
  again: number;
}

interface Writing {
  through(): string;
  person: Colleague;
  rooms: Room[];
  goesOn(): boolean;
  onAnswer(answer: Answer): void;
}

async function writeOn({ through, person, rooms: written, goesOn, onAnswer }: Writing): Promise<Written> {
  let acknowledged = 0;
  let again = 0;
  while (goesOn()) {
    const room = must(written[acknowledged % written.length], 'a room');
    again += (await say(through, person, room, { text: `message ${acknowledged}`, onAnswer })) - 1;
    acknowledged += 1;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return { acknowledged, again };
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
