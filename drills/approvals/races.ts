import { must } from '#lib/std/must.ts';
import { expireDue } from '#server/chat/approvals/expire.ts';
import { ask } from '#server/testing/ask.ts';
import { askPeople, type Question } from '#server/testing/question.ts';
import { until } from '#server/testing/until.ts';
import { Proxy } from '../proxy.ts';
import type { Chance } from '../seed.ts';
import { decide, decideUntilTold, late, values, type Told } from './deciding.ts';
import type { Scene } from './scene.ts';

/** Several who answer one question in the same moment, and what each was told. */
export type Race = (scene: Scene, question: Question, chance: Chance) => Promise<Told[]>;

export const races: Record<string, Race> = {
  'two devices of one person': async ({ origins, maya: person }, question, chance) => {
    const [one, two] = [chance.one(values), chance.one(values)];
    return Promise.all([
      late(chance, () => decide(origins[0], { person, question, value: one })),
      late(chance, () => decide(origins[1], { person, question, value: two })),
    ]);
  },

  'two who decide': async ({ origins, maya, zoe }, question, chance) => {
    const [one, two] = [chance.one(values), chance.one(values)];
    return Promise.all([
      late(chance, () => decide(origins[0], { person: maya, question, value: one })),
      late(chance, () => decide(origins[1], { person: zoe, question, value: two })),
    ]);
  },

  'a page and a notification': async (scene, question, chance) => {
    const { origins, zoe } = scene;
    const token = await wordOf(scene, question);
    return Promise.all([
      late(chance, () => tap(origins[0], token)),
      late(chance, () => decide(origins[1], { person: zoe, question, value: 'allow-once' })),
    ]);
  },

  'an answer that is lost': async ({ origins, maya: person }, question, chance) => {
    const kind = chance.one<'reset' | 'close' | 'half-close down'>(['reset', 'close', 'half-close down']);
    const afterBytes = chance.below(200);
    const port = Number(new URL(origins[0]).port);
    const network = await Proxy.open({ port: () => port, plan: () => ({ kind, afterBytes }) });
    const deciding = { person, question, value: chance.one(values) };
    const lost = await decide(`http://127.0.0.1:${network.port}`, deciding);
    await network.close();
    // Told nothing on a way that was cut before the end of the answer: asked again, and by two ways at once.
    return [lost, ...(await Promise.all(origins.map((origin) => decide(origin, deciding))))];
  },

  'the end of its time': async ({ office, origins, maya: person }, question, chance) => {
    const { messageId } = question;
    const endsMs = Date.now() + 150;
    await office.app.sql`update approvals set expires_at = ${new Date(endsMs)} where message_id = ${messageId}`;
    const atTheEnd = <T>(work: () => Promise<T>) =>
      new Promise((resolve) => setTimeout(resolve, Math.max(0, endsMs - Date.now() - 6))).then(() =>
        late(chance, work, 12),
      );
    const [told] = await Promise.all([
      atTheEnd(() => decide(origins[0], { person, question, value: chance.one(values) })),
      atTheEnd(() => expireDue(office.app)),
    ]);
    // Whoever was too early for it left it to the next look.
    await until(async () => (await expireDue(office.app), Date.now() > endsMs));
    await expireDue(office.app);
    return [told];
  },
};

/** While it is raced one of the two nodes is killed; whoever was told nothing asks the other one. */
export async function raceThroughKill(
  { origins, maya, zoe }: Scene,
  question: Question,
  chance: Chance,
): Promise<Told[]> {
  let turn = 1;
  const either = () => must(origins[turn++ % 2], 'a node');
  return Promise.all([
    late(chance, () => decideUntilTold(either, { person: maya, question, value: chance.one(values) }), 30),
    late(chance, () => decideUntilTold(either, { person: zoe, question, value: chance.one(values) }), 30),
  ]);
}

export function askInOneOf({ office, sandboxId, rooms }: Scene, chance: Chance): Promise<Question> {
  const { conversationId } = must(rooms[chance.below(rooms.length)], 'a room');
  return askPeople(office.app, { sandboxId, conversationId });
}

/** What stands behind "Deny" on Maya's phone. */
async function wordOf({ phone }: Scene, { messageId }: Question): Promise<string> {
  const push = await until(() =>
    phone.told.shownOn(phone.id).find(({ data }) => data.type === 'approval' && data.messageId === messageId),
  );
  const actions = push.data.type === 'approval' ? push.data.actions : [];
  const deny = actions.find(({ value }) => value === 'deny');
  return must(deny, 'a word that denies').token;
}

/** As a service worker does. */
async function tap(origin: string, token: string): Promise<Told> {
  const { status, code, body } = await ask('POST', `${origin}/v1/push/act`, { body: { token } });
  if (status !== 200) return { code: String(code) };
  return body.happened === 'decided'
    ? { resolutionId: 'by notification', value: body.value }
    : { code: 'approval_decided' };
}
