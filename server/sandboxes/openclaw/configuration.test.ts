import fc from 'fast-check';
import { expect, test } from 'vitest';
import { configureOpenClaw, type WantedOpenClaw } from './configuration.ts';
import type { Settings } from './settings.ts';

const wanted: WantedOpenClaw = {
  url: 'https://claw.test/bot/v1/sandboxes/box',
  key: 'ccb_key',
  pluginPath: '/here/plugin',
};
const everything = { exists: () => true };

test('a new one has the channel, the plugin, sessions of their own, and asks before it runs a command', () => {
  expect(configureOpenClaw(null, wanted, everything)).toEqual({
    plugins: { load: { paths: ['/here/plugin'] }, entries: { 'kilo-chat': { enabled: true } } },
    channels: { 'kilo-chat': { enabled: true, url: wanted.url, key: wanted.key } },
    session: { dmScope: 'per-channel-peer' },
    tools: { profile: 'full', exec: { host: 'gateway', mode: 'ask' } },
  });
});

test('what the vendor’s chat left is removed wherever it stands, and plugins that are gone with it', () => {
  const before = {
    channels: { streamchat: { apiKey: 'x' }, telegram: { enabled: true } },
    plugins: {
      allow: ['memory-core', 'openclaw-channel-streamchat'],
      entries: { 'openclaw-channel-streamchat': { enabled: true }, 'memory-core': {} },
      load: { paths: ['/old/openclaw-channel-streamchat', '/gone', '/kept'] },
    },
  };
  const after = configureOpenClaw(before, wanted, { exists: (path) => path !== '/gone' });
  expect(JSON.stringify(after)).not.toContain('streamchat');
  expect(after).toMatchObject({
    channels: { telegram: { enabled: true }, 'kilo-chat': { enabled: true } },
    plugins: {
      allow: ['memory-core', 'kilo-chat'],
      entries: { 'memory-core': {}, 'kilo-chat': { enabled: true } },
      load: { paths: ['/kept', '/here/plugin'] },
    },
  });
  expect(before.channels).toHaveProperty('streamchat');
});

test('a list of allowed plugins is added to and never begun', () => {
  expect(configureOpenClaw({}, wanted, everything)).not.toHaveProperty('plugins.allow');
  expect(configureOpenClaw({ plugins: { allow: [] } }, wanted, everything)).toHaveProperty('plugins.allow', [
    'kilo-chat',
  ]);
});

test('what somebody has decided stays decided: how sessions are shared, and what tools may do', () => {
  const before = { session: { dmScope: 'main', idleMinutes: 5 }, tools: { profile: 'minimal' } };
  expect(configureOpenClaw(before, wanted, everything)).toMatchObject(before);
  expect(configureOpenClaw({}, wanted, everything)).not.toHaveProperty('tools');
});

test('one that is run for somebody listens on this machine only, and asks nobody for updates or models', () => {
  const gateway = { port: 4_000, token: 'secret' };
  const model = { baseUrl: 'http://127.0.0.1:1/v1', apiKey: 'k', id: 'm', contextWindow: 1_000 };
  const before = {
    agents: { defaults: { models: { 'other/model': {} }, workspace: '/ws' } },
    gateway: { bind: 'lan' },
  };
  expect(configureOpenClaw(before, { ...wanted, gateway, model }, everything)).toMatchObject({
    gateway: { mode: 'local', bind: 'loopback', port: 4_000, auth: { mode: 'token', token: 'secret' } },
    update: { checkOnStart: false },
    models: { catalogRefresh: { enabled: false }, providers: { claw: { baseUrl: model.baseUrl } } },
    agents: { defaults: { model: { primary: 'claw/m' }, workspace: '/ws' } },
  });
});

test('told by request or not is as the last one who wrote it said', () => {
  const told = configureOpenClaw(null, { ...wanted, webhookSecret: 'whsec_x' }, everything);
  expect(told).toHaveProperty('channels.kilo-chat.webhookSecret', 'whsec_x');
  expect(configureOpenClaw(told, wanted, everything)).not.toHaveProperty('channels.kilo-chat.webhookSecret');
});

const ours = new Set(['channels', 'plugins', 'session', 'gateway', 'update', 'discovery', 'models', 'agents', 'tools']);
const unknownName = fc.string({ minLength: 1 }).filter((name) => !ours.has(name) && name !== '__proto__');
const existing = fc.record(
  {
    channels: fc.dictionary(unknownName, fc.jsonValue()),
    plugins: fc.record({
      allow: fc.array(fc.string()),
      entries: fc.dictionary(unknownName, fc.jsonValue()),
      load: fc.record({ paths: fc.array(fc.string()) }),
    }),
    session: fc.dictionary(unknownName, fc.jsonValue()),
    anything: fc.jsonValue(),
  },
  { requiredKeys: [] },
);

test('written twice it is the same as written once, whatever was there', () => {
  fc.assert(
    fc.property(existing, (before) => {
      const once = configureOpenClaw(before, wanted, everything);
      expect(configureOpenClaw(once, wanted, everything)).toEqual(once);
    }),
  );
});

test('everything that it doesn’t know is there afterwards, as it was', () => {
  fc.assert(
    fc.property(existing, (before) => {
      const after = configureOpenClaw(before, wanted, everything);
      expect(after).toMatchObject(withoutFormer(before));
    }),
  );
});

/** Random names are never the former channel's; its lists grow by ours. */
function withoutFormer(before: Settings): Settings {
  const { plugins, ...rest } = structuredClone(before) as { plugins?: { entries?: object } };
  return plugins?.entries === undefined ? rest : { ...rest, plugins: { entries: plugins.entries } };
}
