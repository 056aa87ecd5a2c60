// Runs the plugin in a real OpenClaw, on this machine, with a model that does what it is told:
//   npm run openclaw:e2e [folder]     OpenClaw is installed in .data/openclaw unless another folder is named (some 850 MB)
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { openGround } from '#drills/ground.ts';
import { startTestApp } from '#server/testing/app.ts';
import { installOpenClaw } from './openclaw-e2e/install.ts';
import { Model } from './openclaw-e2e/model.ts';
import { tellOf } from './openclaw-e2e/report.ts';
import { runByRequest, runOutwards } from './openclaw-e2e/rounds.ts';

const [folder = '.data/openclaw'] = process.argv.slice(2);
const report = tellOf(console.log);

const installed = await report.step('OpenClaw and its Node are installed', async (tell) => {
  const { version, isNew, ...places } = await installOpenClaw(resolve(folder));
  tell(`OpenClaw ${version}${isNew ? '' : ', installed before'}`);
  return places;
});
await mkdir(resolve(folder, 'homes'), { recursive: true });
const home = await mkdtemp(resolve(folder, 'homes/run-'));
try {
  await using ground = await openGround();
  await using house = await startTestApp({ database: await ground.newDatabase() });
  await using model = await Model.start();
  const scene = { house, model, installed, home, report };
  await runOutwards(scene);
  await runByRequest(scene);
  report.end(`the model was asked ${model.asked} times`);
  await rm(home, { recursive: true, force: true });
} catch (error) {
  console.error(error);
  console.error(`What OpenClaw said stands in ${home}.`);
  process.exitCode = 1;
}
