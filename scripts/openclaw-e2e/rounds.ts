import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { openClawCommands } from '#components/new/commands.ts';
import { signWebhook } from '#lib/signing/webhook-signature.ts';
import { systemClock } from '#server/clock.ts';
import { configureOpenClaw } from '#server/sandboxes/openclaw/configuration.ts';
import { readConfiguration, writeConfiguration } from '#server/sandboxes/openclaw/configuration-file.ts';
import type { TestApp } from '#server/testing/app.ts';
import { OwnAgent } from '#server/testing/own-agent.ts';
import { until } from '#server/testing/until.ts';
import { freePort } from './free-port.ts';
import { Gateway, type Installed } from './gateway.ts';
import type { Model } from './model.ts';
import type { Report } from './report.ts';

export interface Scene {
  house: TestApp;
  model: Model;
  installed: Installed;
  home: string;
  report: Report;
}

const counted = 'Counting slowly: one two three four five six seven.';
const secret = `whsec_${btoa('a secret of a webhook endpoint!!')}`;
const plugin = join(import.meta.dirname, '../../integrations/openclaw-plugin');

/** As somebody does it: with the lines that the page shows, in an OpenClaw that they have. */
export async function runOutwards({ house, model, installed, home, report }: Scene): Promise<void> {
  const maya = await OwnAgent.of(house);
  const own = await homeIn(home, 'outwards');
  const gateway = new Gateway(installed, { home: own, port: await freePort() });
  await configure(gateway, { model, isSupervised: false });
  await report.step('the lines of the page install the plugin and its settings', async (tell) => {
    const lines = openClawCommands({ origin: house.ownUrl, url: maya.url, key: await maya.key() }).split('\n');
    // The last one starts OpenClaw's service anew. Here is none: it starts next.
    for (const line of lines.slice(0, -1)) await gateway.shell(line);
    tell(`${lines.length} lines`);
  });
  await using running = gateway;
  await startAndConnect(report, running, maya);
  await report.step('message → an answer that grew while it was written', async (tell) => {
    const grew = new Set<string>();
    await maya.say('say hello');
    await until(async () => {
      const [answer] = await maya.answers();
      if (answer?.stream === 'open') grew.add(JSON.stringify(answer.content));
      return answer?.stream === null;
    });
    expectTexts(await maya.texts(), ['You asked me to say hello. So I say it.']);
    await idle(running);
    tell(`seen in ${grew.size} states before it was whole`);
  });
  const file = join(own, 'made.txt');
  await report.step('message → approval → decision → the command ran → answer', async (tell) => {
    await maya.say(`touch ${file}`);
    const shown = await maya.pendingCard();
    if (existsSync(file)) throw new Error('it ran before anybody allowed it');
    tell(
      `asked “${shown.card.request?.command ?? ''}”, offered ${shown.card.actions.map(({ value }) => value).join(', ')}`,
    );
    await maya.decide(shown, 'allow-once');
    await until(async () => (await maya.texts()).at(-1) === 'The file is there now.');
    if (!existsSync(file)) throw new Error('it was allowed, and never ran');
    await idle(running);
  });
  await report.step('message → approval → no → the command never ran', async (tell) => {
    await maya.say(`touch ${file}.not`);
    await maya.decide(await maya.pendingCard(), 'deny');
    await idle(running);
    tell(`it said “${(await maya.texts()).at(-1)}”`);
    if (existsSync(`${file}.not`)) throw new Error('it was denied, and ran');
  });
  await killInTheMiddle(report, running, maya);
  await report.step('a stop ends an answer in the middle', async () => {
    await maya.say('count for ever');
    const growing = await until(async () => (await maya.answers()).find(({ stream }) => stream === 'open'));
    await until(async () => (await maya.texts()).at(-1)?.includes('one two'));
    await maya.stop(growing.id);
    await until(async () => (await maya.answers()).every(({ stream }) => stream === null));
    if ((await maya.texts()).at(-1)?.includes('seven') === true) throw new Error('it went on');
  });
}

async function killInTheMiddle(report: Report, gateway: Gateway, maya: OwnAgent): Promise<void> {
  const before = (await maya.texts()).length;
  await report.step('kill -9 in the middle of an answer', async (tell) => {
    await maya.say('count slowly');
    await until(async () => (await maya.texts()).at(-1)?.includes('one two'));
    await gateway.kill();
    tell(`it had said “${(await maya.texts()).at(-1)}”`);
  });
  await report.step('OpenClaw starts again, and the answer is whole', async (tell) => {
    tell(`ready after ${seconds(await gateway.start())}, ${gateway.memoryMb} MB`);
    await until(async () => (await maya.texts()).includes(counted));
  });
  await report.step(
    'nothing was answered twice, also not when what was unacknowledged has come again',
    async (tell) => {
      // The server tells again what nobody acknowledged for a minute.
      await new Promise((resolve) => setTimeout(resolve, 65_000));
      const said = (await maya.texts()).slice(before);
      expectTexts(said, [counted]);
      tell(`${said.length} message`);
    },
  );
}

/** As one who runs it for others does: with the configuration that is written for it, and told by request. */
export async function runByRequest({ house, model, installed, home, report }: Scene): Promise<void> {
  const maya = await OwnAgent.of(house);
  const gateway = new Gateway(installed, { home: await homeIn(home, 'by-request'), port: await freePort() });
  await report.step('the configuration that is written for it is one that OpenClaw takes', async () => {
    await configure(gateway, { model, isSupervised: true, channel: { url: maya.url, key: await maya.key() } });
    await gateway.run('config', 'validate');
  });
  await using running = gateway;
  await startAndConnect(report, running, maya);
  await report.step('told by request, three times of the same message → one answer', async (tell) => {
    const body = JSON.stringify(await maya.told('say it once'));
    const statuses = [];
    for (let n = 0; n < 3; n++) {
      const headers = await signWebhook({ id: ulid(), timestamp: new Date(), body }, [secret]);
      statuses.push(
        (await fetch(`${running.url}/plugins/kilo-chat/webhook`, { method: 'POST', headers, body })).status,
      );
    }
    const unsigned = await fetch(`${running.url}/plugins/kilo-chat/webhook`, { method: 'POST', body });
    await maya.reads('You asked me to say it once. So I say it.');
    tell(`answered ${statuses.join(', ')}, and ${unsigned.status} without a signature`);
  });
}

async function startAndConnect(report: Report, gateway: Gateway, maya: OwnAgent): Promise<void> {
  await report.step('OpenClaw starts, and people see its agent online', async (tell) => {
    const readyMs = await gateway.start();
    await until(async () => (await maya.status()).online);
    const { capabilities } = await maya.status();
    tell(`ready after ${seconds(readyMs)}, ${gateway.memoryMb} MB, can ${capabilities.join(' ')}`);
  });
}

interface Configured {
  model: Model;
  /** All of it is ours to say; otherwise it is what somebody would have before they know of us. */
  isSupervised: boolean;
  channel?: { url: string; key: string };
}

async function configure(gateway: Gateway, { model, isSupervised, channel }: Configured): Promise<void> {
  const existing = await readConfiguration(gateway.configuration);
  const wanted = {
    ...(channel ?? { url: '', key: '' }),
    ...(channel === undefined ? {} : { pluginPath: plugin, webhookSecret: secret }),
    gateway: { port: gateway.port, token: 'local' },
    model: { baseUrl: model.url, apiKey: 'local', id: 'mock-1', contextWindow: 128_000 },
  };
  const settings = configureOpenClaw(existing, wanted, { exists: existsSync });
  if (!isSupervised) for (const ours of ['channels', 'plugins', 'session']) delete settings[ours];
  const agents = settings['agents'] as { defaults: Record<string, unknown> };
  Object.assign(agents.defaults, { workspace: join(gateway.home, 'workspace'), skipBootstrap: true });
  await writeConfiguration(gateway.configuration, settings, systemClock);
}

/** When it has nothing in hand: what is said next begins a turn of its own. */
async function idle({ home }: Gateway): Promise<void> {
  const folder = join(home, '.openclaw/kilo-chat');
  await until(async () => {
    const name = (await readdir(folder)).find((file) => file.endsWith('.json')) ?? '';
    const { kept, turns } = JSON.parse(await readFile(join(folder, name), 'utf8')) as Record<string, unknown[]>;
    return kept?.length === 0 && turns?.length === 0;
  });
}

async function homeIn(home: string, name: string): Promise<string> {
  const own = join(home, name);
  await mkdir(join(own, 'workspace'), { recursive: true });
  return own;
}

function expectTexts(found: string[], wanted: string[]): void {
  if (JSON.stringify(found) !== JSON.stringify(wanted))
    throw new Error(`expected ${JSON.stringify(wanted)}, found ${JSON.stringify(found)}`);
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
