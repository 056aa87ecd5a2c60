import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Message } from '../../lib/contract/chat.ts';
import { textOf } from '../../lib/contract/text-of.ts';
import { must } from '../../lib/std/must.ts';
import { buildBotSdk } from '../../scripts/bot-sdk/build.ts';
import { setEndpoint } from '../../server/bots/endpoints/own-endpoint.ts';
import { createKey } from '../../server/bots/keys.ts';
import { executeAction } from '../../server/chat/approvals/decide.ts';
import { listMessages } from '../../server/chat/messages/read.ts';
import { send } from '../../server/chat/messages/send.ts';
import { startTestApp, type TestApp } from '../../server/testing/app.ts';
import { guest, type Person } from '../../server/testing/personas.ts';
import { until } from '../../server/testing/until.ts';

// The bundler, the compiler and the formatter each start once, on cores that the rest of the suite is using.
const buildTimeoutMs = 120_000;

const examples = resolve(import.meta.dirname, '../examples');
/** A project of somebody who has installed the package, with the examples in it. */
const project = mkdtempSync(join(tmpdir(), 'claw-chat-bot-'));
const installed = join(project, 'node_modules/claw-chat-bot-sdk');
const running: ChildProcess[] = [];
let house: TestApp;

beforeAll(async () => {
  mkdirSync(installed, { recursive: true });
  cpSync(join(import.meta.dirname, 'package.json'), join(installed, 'package.json'));
  await buildBotSdk(join(installed, 'dist'));
  for (const file of readdirSync(examples)) cpSync(join(examples, file), join(project, file));
  house = await startTestApp({ env: { OUTBOUND_ALLOWED_HOSTS: '127.0.0.1' } });
}, buildTimeoutMs);
afterEach(async () => {
  for (const child of running.splice(0)) if (child.kill()) await once(child, 'exit');
});
afterAll(async () => {
  await house.close();
  rmSync(project, { recursive: true, force: true });
});

test('the package is one module that imports nothing, its types and the licence', () => {
  expect(readdirSync(join(installed, 'dist')).toSorted()).toEqual(['LICENSE', 'bot-sdk.d.ts', 'bot-sdk.js']);
  for (const file of ['bot-sdk.js', 'bot-sdk.d.ts']) {
    const { importedFiles } = ts.preProcessFile(readFileSync(join(installed, 'dist', file), 'utf8'), true, true);
    expect([file, importedFiles]).toEqual([file, []]);
  }
});

test(
  'its types are all that a strict project needs, and they fit what the README shows',
  { timeout: buildTimeoutMs },
  () => {
    const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');
    const shown = [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, code = '']) => code);
    expect(shown.length).toBeGreaterThan(4);
    const files = shown.map((code, at) => {
      const file = join(project, `shown-${at}.mts`);
      const imports = code.includes('import { bot }') ? '' : "import { bot } from 'claw-chat-bot-sdk';\n";
      const known = code.includes('const agent') ? '' : 'declare const agent: ReturnType<typeof bot>;\n';
      const settings = 'declare const url: string, key: string, secret: string;\n';
      writeFileSync(file, `${imports}${known}${settings}${code}\nexport {};\n`);
      return file;
    });
    const program = ts.createProgram(files, {
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts', 'lib.dom.asynciterable.d.ts'],
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      types: [],
    });
    const complaints = ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
      return `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
    expect(complaints).toEqual([]);
  },
);

test('an echo by stream runs under plain Node', async () => {
  const maya = await guest(house.app, 'Maya');
  const { said } = await run('echo-by-stream.mjs', maya);
  await until(() => said().includes('online'));
  await say(maya, 'ahoy');
  await until(async () => (await textsOf(maya)).includes('You said: ahoy'));
  expect(await textsOf(maya)).toEqual(['ahoy', 'You said: ahoy']);
});

test('an echo by webhook answers what the server sends it, and refuses any other request', async () => {
  const noor = await guest(house.app, 'Noor');
  const { sandboxId, principal } = noor;
  const made = await setEndpoint(house.app, principal, { sandboxId, url: 'http://127.0.0.1:9/' });
  const { said } = await run('echo-by-webhook.mjs', noor, { CLAW_SECRET: must(made.secret, 'a secret') });
  const port = await until(() => /^\d+\n/.exec(said())?.[0].trim());
  const url = `http://127.0.0.1:${port}/`;
  await setEndpoint(house.app, principal, { sandboxId, url });
  await say(noor, 'ahoy');
  await until(async () => (await textsOf(noor)).includes('You said: ahoy'));
  expect(await textsOf(noor)).toEqual(['ahoy', 'You said: ahoy']);
  expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(401);
  expect((await fetch(url)).status).toBe(405);
});

test('one that asks first does nothing without a yes', async () => {
  const ines = await guest(house.app, 'Ines');
  const { conversationId, principal } = ines;
  await run('asks-first.mjs', ines);
  for (const [value, answer] of [
    ['allow-once', 'It is empty now.'],
    ['deny', 'I leave it as it is.'],
  ] as const) {
    await say(ines, 'tidy up');
    const { card, messageId } = await until(async () => pendingIn(await messagesOf(ines)));
    expect(card.request).toMatchObject({ command: 'rm -rf scratch/*', where: hostname(), why: 'You wrote: tidy up' });
    await executeAction(house.app, principal, { conversationId, messageId, groupId: card.groupId, value });
    await until(async () => (await textsOf(ines)).at(-1) === answer);
  }
});

type Guest = Omit<Person, 'password'>;

async function run(
  example: string,
  { sandboxId }: Guest,
  env: Record<string, string> = {},
): Promise<{ said(): string }> {
  const { key } = await createKey(house.app, sandboxId, 'mine');
  const address = { CLAW_URL: `${house.url}/bot/v1/sandboxes/${sandboxId}`, CLAW_KEY: key };
  const child = spawn(process.execPath, [example], {
    cwd: project,
    env: { NODE_ENV: 'production', ...address, ...env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.push(child);
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (more: string) => (text += more));
  return { said: () => text };
}

async function say({ principal, conversationId }: Guest, text: string): Promise<string> {
  const content = [{ type: 'text' as const, text }];
  return (await send(house.app, principal, { conversationId, content })).messageId;
}

async function messagesOf({ principal, conversationId }: Guest): Promise<Message[]> {
  const { messages } = await listMessages(house.app, principal, { conversationId, limit: 50 });
  return messages.toReversed();
}

async function textsOf(who: Guest): Promise<string[]> {
  return (await messagesOf(who)).map(({ content }) => textOf(content));
}

function pendingIn(messages: Message[]) {
  for (const { id: messageId, content } of messages) {
    const card = content.find((block) => block.type === 'actions' && block.state === 'pending');
    if (card?.type === 'actions') return { messageId, card: must(card, 'a card') };
  }
  return null;
}
