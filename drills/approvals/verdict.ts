import { isDeepStrictEqual } from 'node:util';
import { listMessages } from '#server/chat/messages/read.ts';
import type { Question } from '#server/testing/question.ts';
import { count, type Report } from '../report.ts';
import type { Told } from './deciding.ts';
import type { Scene } from './scene.ts';

export interface Raced {
  kind: string;
  question: Question;
  told: Told[];
}

interface Left {
  state: string;
  value: string | null;
  decisions: number;
  executed: number;
  expired: number;
  failed: number;
  opened: number;
  closed: number;
  deliveries: number;
}

/** The race whose decision may come too late for its agent. */
const lateKind = 'the end of its time';
/** Whoever has not caught up by then never will. */
const patienceMs = 60_000;

/** One decision or one end, told once to the agent if it was in time for it, and the same on every page. */
export async function judge(scene: Scene, report: Report, { kind, question, told }: Raced): Promise<void> {
  const wrong = (what: string) => void report.broken.push(`${kind}: ${what}`);
  const heard = () => scene.heard.get(question.messageId)?.size ?? 0;
  // What follows from a decision follows a moment later.
  if ((await lookFor(scene, question)).state === 'decided') await waitFor(() => heard() > 0);
  const left = await lookFor(scene, question);
  const outcome = outcomeOf(left);
  const expected = outcomes[outcome];
  count(report, `${kind}: ${outcome}`);
  const { state, value, ...counts } = left;
  if (outcome !== 'decided' && state !== 'expired') wrong(`it is ${state}`);
  if (outcome === 'taken back' && kind !== lateKind) wrong('a decision that came in time was taken back');
  if (!isDeepStrictEqual(counts, expected)) wrong(`there is ${JSON.stringify(counts)}`);
  report.doubled += Math.max(0, left.decisions - 1) + Math.max(0, left.deliveries - 1);
  for (const sentence of contradictions(told, value)) wrong(sentence);
  const expectedToHear = outcome === 'decided' ? 1 : 0;
  if (heard() < expectedToHear) report.lost += 1;
  report.doubled += Math.max(0, heard() - expectedToHear);
  await comparePages(scene, report, { kind, question });
}

const outcomes = {
  decided: { decisions: 1, executed: 1, expired: 0, failed: 0, opened: 1, closed: 1, deliveries: 1 },
  over: { decisions: 0, executed: 0, expired: 1, failed: 0, opened: 1, closed: 1, deliveries: 0 },
  /** In the last moment, and the question's time had passed before its agent could hear of it. People are told so. */
  'taken back': { decisions: 1, executed: 1, expired: 0, failed: 1, opened: 1, closed: 1, deliveries: 1 },
};

function outcomeOf({ state, failed }: Left): keyof typeof outcomes {
  if (state === 'decided') return 'decided';
  return failed > 0 ? 'taken back' : 'over';
}

/** What somebody was told that is not what stands. */
function contradictions(told: Told[], value: string | null): string[] {
  const decided = told.filter((one) => one !== null && 'resolutionId' in one);
  const refused = told.filter((one) => one !== null && 'code' in one);
  const expectedCode = value === null ? 'approval_expired' : 'approval_decided';
  return [
    ...(decided.length > 0 && value === null ? ['somebody was told that they decided, and nothing stands'] : []),
    ...(new Set(decided.map(({ resolutionId }) => resolutionId)).size > 1 ? ['two decisions were acknowledged'] : []),
    ...decided.filter((one) => one.value !== value).map((one) => `${one.value} was acknowledged, and ${value} stands`),
    ...refused.filter(({ code }) => code !== expectedCode).map(({ code }) => `somebody was refused with ${code}`),
  ];
}

async function lookFor({ office }: Scene, { conversationId, messageId }: Question): Promise<Left> {
  const [row] = await office.app.sql<Left[]>`
    with told as (
      select type from events where payload ->> 'messageId' = ${messageId}
        and (context like ${`%/${conversationId}`} or about = ${conversationId})
    )
    select a.state,
      (select min(value) from action_resolutions where message_id = ${messageId}) as value,
      (select count(*) from action_resolutions where message_id = ${messageId}) as decisions,
      (select count(*) from told where type = 'action.executed') as executed,
      (select count(*) from told where type = 'action.expired') as expired,
      (select count(*) from told where type = 'action.delivery_failed') as failed,
      (select count(*) from told where type = 'approval.opened') as opened,
      (select count(*) from told where type = 'approval.closed') as closed,
      (select count(*) from deliveries where message_id = ${messageId} and type = 'action.executed') as deliveries
    from approvals a where a.message_id = ${messageId}`;
  if (row === undefined) throw new Error('a question is gone');
  return row;
}

async function comparePages(scene: Scene, report: Report, { kind, question }: Omit<Raced, 'told'>): Promise<void> {
  const { conversationId, messageId } = question;
  const { messages } = await listMessages(scene.office.app, scene.maya.principal, {
    conversationId,
    around: messageId,
    limit: 3,
  });
  const truth = messages.find(({ id }) => id === messageId)?.content.find(({ type }) => type === 'actions') ?? null;
  for (const page of scene.pages) {
    const isRight = () => isDeepStrictEqual(page.card(conversationId, messageId), truth);
    await waitFor(isRight);
    count(report, 'looks at a page');
    if (!isRight())
      report.broken.push(
        `${kind}: a page shows ${JSON.stringify(page.card(conversationId, messageId))} instead of ${JSON.stringify(truth)}`,
      );
  }
}

async function waitFor(happened: () => boolean): Promise<void> {
  const untilMs = performance.now() + patienceMs;
  while (!happened() && performance.now() < untilMs) await new Promise((resolve) => setTimeout(resolve, 5));
}
