import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, expect, test } from 'vitest';
import { buildPluginSdk } from '../../scripts/bot-sdk/build.ts';
import { resolveAccount } from './account.js';
import { conversationIn, conversationOfSession } from './target.js';

// The bundler, the compiler and the formatter each start once, on cores that the rest of the suite is using.
const buildTimeoutMs = 120_000;

const here = import.meta.dirname;
const folder = mkdtempSync(join(tmpdir(), 'openclaw-plugin-'));
const conversationId = '01M7ZV80Y3XH4T9W2KQ6B5N8CD';

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('what it brings of lib is what lib says', { timeout: buildTimeoutMs }, async () => {
  const fresh = join(folder, 'vendor');
  await buildPluginSdk(fresh);
  for (const name of readdirSync(fresh))
    expect(readFileSync(join(here, 'vendor', name), 'utf8'), 'run node scripts/openclaw-plugin.ts').toBe(
      readFileSync(join(fresh, name), 'utf8'),
    );
});

test('its folder runs as it stands: it imports itself, Node and OpenClaw, and nothing else', () => {
  for (const name of readdirSync(here, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'))) {
    const { importedFiles } = ts.preProcessFile(readFileSync(join(here, name), 'utf8'), true, true);
    const foreign = importedFiles.filter(({ fileName }) => !/^(\.\/|node:|openclaw\/plugin-sdk\/)/.test(fileName));
    expect([name, foreign]).toEqual([name, []]);
  }
});

test('OpenClaw finds the channel where its package says, whole and for its set-up', () => {
  const home = join(folder, 'home');
  cpSync(here, join(home, 'plugin'), { recursive: true, filter: (file) => !file.endsWith('.test.ts') });
  const sdk = join(home, 'node_modules/openclaw');
  mkdirSync(sdk, { recursive: true });
  writeFileSync(
    join(sdk, 'package.json'),
    JSON.stringify({ type: 'module', exports: { './plugin-sdk/*': './sdk.js' } }),
  );
  writeFileSync(join(sdk, 'sdk.js'), stand);
  const { openclaw } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
  const look = `
    const { default: entry } = await import('./plugin/${openclaw.extensions[0]}');
    const { default: setup } = await import('./plugin/${openclaw.setupEntry}');
    console.log(JSON.stringify([entry.id, entry.plugin.id, Object.keys(entry.plugin), setup.plugin.id]));`;
  const told = execFileSync(process.execPath, ['--input-type=module', '-e', look], { cwd: home, encoding: 'utf8' });
  const [id, channel, parts, setup] = JSON.parse(told);
  expect([id, channel, setup, openclaw.channel.id]).toEqual(Array(4).fill('kilo-chat'));
  expect(parts).toEqual(expect.arrayContaining(['config', 'gateway', 'outbound', 'actions', 'approvalCapability']));
});

test('its two descriptions are of the same version and the same channel', () => {
  const read = (name: string) => JSON.parse(readFileSync(join(here, name), 'utf8'));
  const [manifest, pack] = [read('openclaw.plugin.json'), read('package.json')];
  expect([manifest.version, manifest.channels]).toEqual([pack.version, [pack.openclaw.channel.id]]);
  expect(Object.keys(manifest.channelConfigs)).toEqual(manifest.channels);
});

test('its settings come from the configuration, and for what that doesn’t say from the environment', () => {
  const url = 'https://claw.test/bot/v1/sandboxes/box';
  const section = { url, key: 'ccb_1' };
  expect(resolveAccount({ channels: { 'kilo-chat': section } }, {})).toMatchObject({
    enabled: true,
    address: { url: 'https://claw.test', sandboxId: 'box', key: 'ccb_1' },
    webhookSecrets: [],
    reactionLevel: 'minimal',
  });
  const environment = {
    KILOCHAT_BASE_URL: 'https://claw.test',
    KILOCLAW_SANDBOX_ID: 'box',
    KILOCHAT_KEY: 'ccb_2',
    KILOCHAT_WEBHOOK_SECRET: 'whsec_x',
    KILOCHAT_REACTION_LEVEL: 'ack',
  };
  expect(
    resolveAccount({ channels: { 'kilo-chat': { enabled: true, _configured: true } } }, environment),
  ).toMatchObject({
    address: { url: 'https://claw.test', sandboxId: 'box', key: 'ccb_2' },
    webhookSecrets: ['whsec_x'],
    reactionLevel: 'ack',
  });
  expect(resolveAccount({ channels: { 'kilo-chat': section } }, environment).address?.key).toBe('ccb_1');
});

test.each([
  [{}, 'url is missing'],
  [{ url: 'https://claw.test/bot/v1/sandboxes/box' }, 'key is missing'],
  [{ url: 'https://claw.test', key: 'x' }, 'ends in /bot/v1/sandboxes/'],
])('what is missing is said in words: %j', (section, problem) => {
  const account = resolveAccount({ channels: { 'kilo-chat': section } }, {});
  expect(account.address).toBeNull();
  expect(account.problem).toContain(problem);
});

test.each([
  conversationId,
  conversationId.toLowerCase(),
  `kilo-chat:${conversationId}`,
  ` KILO-CHAT:${conversationId.toLowerCase()} `,
])('a conversation is found in its target, however OpenClaw writes it: %s', (target) => {
  expect(conversationIn(target)).toBe(conversationId);
});

test.each(['', 'kilo-chat:', 'telegram:1', 'main', `${conversationId}X`, undefined, null, 7])(
  'what is no conversation is none: %s',
  (target) => {
    expect(conversationIn(target)).toBeNull();
    expect(conversationOfSession(`agent:main:kilo-chat:direct:${target}`)).toBeNull();
  },
);

test('a conversation is found in the key of its session, and in no other channel’s', () => {
  const id = conversationId.toLowerCase();
  expect(conversationOfSession(`agent:main:kilo-chat:direct:${id}`)).toBe(conversationId);
  expect(conversationOfSession(`agent:main:kilo-chat:default:direct:${id}`)).toBe(conversationId);
  expect(conversationOfSession(`agent:main:telegram:direct:${id}`)).toBeNull();
  expect(conversationOfSession('agent:main:main')).toBeNull();
});

/** OpenClaw's own functions, as far as they are called when a plugin is loaded. */
const stand = `
export const defineChannelPluginEntry = (entry) => entry;
export const defineSetupPluginEntry = (plugin) => ({ plugin });
export const registerChannelRuntimeContext = () => null;
export const resolveApprovalOverGateway = () => null;
export const getAgentScopedMediaLocalRoots = () => [];
export const loadOutboundMediaFromUrl = () => null;
`;
