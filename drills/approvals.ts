import { setTimeout as sleep } from 'node:timers/promises';
import { askInOneOf, races, raceThroughKill } from './approvals/races.ts';
import { setScene, type Scene } from './approvals/scene.ts';
import { judge, type Raced } from './approvals/verdict.ts';
import type { Ground } from './ground.ts';
import { count, emptyReport, type Report } from './report.ts';
import { chanceOf, type Chance } from './seed.ts';

export interface ApprovalsOptions {
  ground: Ground;
  seed: number;
  /** Of each kind. */
  races: number;
}

/** So many questions are raced for while one node dies. */
const racesPerKill = 10;

/**
 * Questions that are answered by several in the same moment, on two nodes: by two devices, two people, a page and a
 * notification; whose acknowledgement is lost, whose time ends, or whose node is killed. Each is decided once, the agent is
 * told of it once, and every page shows it.
 */
export async function approvals({ ground, seed, races: each }: ApprovalsOptions): Promise<Report> {
  const report = emptyReport();
  const chance = chanceOf(seed);
  await using scene = await setScene(ground);
  for (const [kind, race] of Object.entries(races)) {
    const raced: Raced[] = [];
    for (let n = 0; n < each; n++) {
      const question = await askInOneOf(scene, chance);
      raced.push({ kind, question, told: await race(scene, question, chance) });
    }
    for (const one of raced) await judge(scene, report, one);
  }
  for (let done = 0; done < each; done += racesPerKill) {
    const raced = await killInTheMiddle(scene, chance, Math.min(racesPerKill, each - done));
    count(report, 'kills');
    for (const one of raced) await judge(scene, report, one);
  }
  return report;
}

async function killInTheMiddle(scene: Scene, chance: Chance, size: number): Promise<Raced[]> {
  const questions = [];
  for (let n = 0; n < size; n++) questions.push(await askInOneOf(scene, chance));
  const racing = questions.map(async (question) => ({
    kind: 'a node that is killed',
    question,
    told: await raceThroughKill(scene, question, chance),
  }));
  await sleep(chance.below(40));
  await scene.killNode();
  await scene.startNode();
  return Promise.all(racing);
}
