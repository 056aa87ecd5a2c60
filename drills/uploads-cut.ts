import { createHash, randomBytes } from 'node:crypto';
import { ulid } from 'ulid';
import { announce } from '#server/chat/attachments/announce.ts';
import { sweepFiles } from '#server/chat/attachments/jobs.ts';
import { addressesOf } from '#server/chat/attachments/read.ts';
import { movableClock, startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask } from '#server/testing/ask.ts';
import { put } from '#server/testing/files.ts';
import { guest } from '#server/testing/personas.ts';
import type { Ground } from './ground.ts';
import { publicUrl, startNode, type NodeProcess } from './node.ts';
import { count, emptyReport, type Report } from './report.ts';
import { chanceOf, type Chance } from './seed.ts';
import { places, uploadAndCut, type Place } from './uploads/cut.ts';
import { openBucket, openFolder, type Shelf } from './uploads/shelf.ts';

export interface UploadsCutOptions {
  ground: Ground;
  seed: number;
  cuts: number;
}

const sizeMax = 300_000;
/** By then what nobody sent was given up, and what nobody claimed has to go. */
const sweptAfterMs = 25 * 3_600_000;

/** Uploads that end anywhere, to a folder and to a bucket: what can be read afterwards is whole, and what isn't goes. */
export async function uploadsCut({ ground, seed, cuts }: UploadsCutOptions): Promise<Report> {
  const report = emptyReport();
  const chance = chanceOf(seed);
  for (const open of [openFolder, openBucket]) {
    await using shelf = await open();
    await cutOn({ ground, shelf, report, chance }, Math.ceil(cuts / 2));
  }
  return report;
}

interface Stage {
  ground: Ground;
  shelf: Shelf;
  report: Report;
  chance: Chance;
}

type Guest = Awaited<ReturnType<typeof guest>>;
type Scene = Omit<Stage, 'ground'> & { office: TestApp; maya: Guest; node: NodeProcess; again(): Promise<void> };

async function cutOn({ ground, ...stage }: Stage, cuts: number): Promise<void> {
  await using database = await ground.newDatabase();
  const clock = movableClock();
  const env = { ...stage.shelf.env, PUBLIC_URL: publicUrl, LOG_LEVEL: 'error' };
  await using office = await startTestApp({ database, env, clock });
  const maya = await guest(office.app, 'Maya');
  const orders = { address: database.address, env: stage.shelf.env };
  const scene: Scene = {
    ...stage,
    office,
    maya,
    node: await startNode(orders),
    again: async () => {
      await scene.node.kill();
      scene.node = await startNode(orders);
    },
  };
  try {
    // Each place in turn, so that a short run has seen all of them.
    for (let n = 0; n < cuts; n++) await play(scene, places[n % places.length] ?? places[0]);
    await judgeShelf(scene, () => clock.pass(sweptAfterMs));
  } finally {
    await scene.node.kill();
  }
}

async function play(scene: Scene, place: Place): Promise<void> {
  const { office, maya, report, chance } = scene;
  const bytes = randomBytes(2 + chance.below(sizeMax));
  const { conversationId } = maya;
  const file = { conversationId, mimeType: 'application/octet-stream', filename: 'walk.bin', size: bytes.length };
  const { attachmentId, putUrl } = await announce(office.app, maya.principal, file);
  await uploadAndCut({ port: scene.node.port, path: putUrl, bytes, place, kill: () => scene.node.kill() });
  count(report, `cut ${place}`);
  if (place === 'node killed') await scene.again();
  const isSent = chance.below(2) === 0 && (await send(scene, attachmentId));
  if (isSent) count(report, 'had arrived all the same');
  else await goOn(scene, { attachmentId, putUrl, bytes });
  const read = await download(scene, attachmentId);
  if (read !== hashOf(bytes)) report.broken.push(`${attachmentId}, cut ${place}: what is read isn't what was sent`);
}

/** Once more to the same place, and then it is sent. */
async function goOn(
  scene: Scene,
  { attachmentId, putUrl, bytes }: { attachmentId: string; putUrl: string; bytes: Buffer },
): Promise<void> {
  const { status } = await put(scene.node.origin + putUrl, bytes);
  if (status !== 200) scene.report.broken.push(`${attachmentId} was refused the second time: ${status}`);
  if (!(await send(scene, attachmentId))) scene.report.broken.push(`${attachmentId} can't be sent`);
  count(scene.report, 'sent after another upload');
}

async function send({ node, maya, report }: Scene, attachmentId: string): Promise<boolean> {
  const content = [{ type: 'attachment', attachmentId }];
  const body = { conversationId: maya.conversationId, clientId: ulid(), content };
  const answer = await ask('POST', `${node.origin}/api/trpc/messages.send`, { headers: maya.headers, body });
  if (answer.status >= 500) report.broken.push(`a send was answered with ${answer.status}: ${answer.text}`);
  return answer.status === 200;
}

async function download({ office, node, maya }: Scene, attachmentId: string): Promise<string> {
  const { conversationId } = maya;
  const { url } = await addressesOf(office.app, maya.principal, { conversationId, attachmentId });
  const response = await fetch(node.origin + url);
  return hashOf(Buffer.from(await response.arrayBuffer()));
}

/** After a day: the bytes of every message, and nothing else. */
async function judgeShelf({ office, shelf, report }: Scene, passADay: () => void): Promise<void> {
  passADay();
  await sweepFiles(office.app).run();
  const rows = await office.app.sql<{ key: string }[]>`select key from attachments where key is not null`;
  const known = new Set(rows.map(({ key }) => key));
  const names = shelf.names();
  const orphans = names.filter((name) => !known.has(name));
  if (orphans.length > 0) report.broken.push(`${orphans.length} files are nobody's: ${orphans.slice(0, 3).join(', ')}`);
  if (names.length - orphans.length !== known.size) report.broken.push('bytes of messages are missing');
  count(report, 'files kept', names.length);
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
