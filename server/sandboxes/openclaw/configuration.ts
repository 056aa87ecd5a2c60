import { isRecord, type Settings } from './settings.ts';

/** The channel, as OpenClaw knows it: the name of the plugin, of the channel, and of its part of the configuration. */
const channel = 'kilo-chat';
/** The vendor's chat of an earlier time. OpenClaw refuses a configuration that names a channel which no plugin brings. */
const formerly = /streamchat/i;

export interface WantedOpenClaw {
  /** The address of the agent, which ends in /bot/v1/sandboxes/…. */
  url: string;
  key: string;
  /** With one it is told by request, without it connects outwards. */
  webhookSecret?: string;
  /** Where the plugin's folder is, if OpenClaw didn't install it itself. */
  pluginPath?: string;
  /** Of an OpenClaw that nobody else reaches: its gateway listens on this machine only. */
  gateway?: { port: number; token: string };
  /** One that speaks as OpenAI does. */
  model?: { baseUrl: string; apiKey: string; id: string; contextWindow: number };
}

export interface Surroundings {
  /** Whether there is such a folder: a plugin that is gone stops OpenClaw. */
  exists(path: string): boolean;
}

/**
 * OpenClaw's configuration with our channel in it and the former one gone, before OpenClaw looks at it or repairs it. Whatever it
 * doesn't know stays as it was; what somebody decided stays decided. Null: there is none yet.
 */
export function configureOpenClaw(
  existing: Settings | null,
  wanted: WantedOpenClaw,
  surroundings: Surroundings,
): Settings {
  const isFresh = existing === null;
  const settings = structuredClone(existing ?? {});
  removeFormer(settings);
  setPlugin(settings, wanted, surroundings);
  setChannel(settings, wanted);
  // Each conversation is a session of its own, as the plugin has it too. An OpenClaw that somebody has set otherwise stays so.
  settle(settings, 'session', { dmScope: 'per-channel-peer' });
  if (wanted.gateway !== undefined) supervise(settings, wanted.gateway);
  if (wanted.model !== undefined) setModel(settings, wanted.model);
  if (isFresh) settle(settings, 'tools', { profile: 'full', exec: { host: 'gateway', mode: 'ask' } });
  return settings;
}

function removeFormer(settings: Settings): void {
  removeKeys(settings['channels']);
  const plugins = settings['plugins'];
  if (!isRecord(plugins)) return;
  removeKeys(plugins['entries']);
  if (Array.isArray(plugins['allow'])) plugins['allow'] = plugins['allow'].filter((name) => !isFormer(name));
}

function removeKeys(part: unknown): void {
  if (!isRecord(part)) return;
  for (const name of Object.keys(part)) if (formerly.test(name)) delete part[name];
}

function isFormer(name: unknown): boolean {
  return typeof name === 'string' && formerly.test(name);
}

function setPlugin(settings: Settings, { pluginPath }: WantedOpenClaw, { exists }: Surroundings): void {
  const plugins = part(settings, 'plugins');
  const load = plugins['load'];
  const paths = isRecord(load) && Array.isArray(load['paths']) ? (load['paths'] as unknown[]) : [];
  const kept = paths.filter((path) => typeof path !== 'string' || (!formerly.test(path) && exists(path)));
  if (pluginPath !== undefined && !kept.includes(pluginPath)) kept.push(pluginPath);
  if (paths.length > 0 || kept.length > 0) part(plugins, 'load')['paths'] = kept;
  part(part(plugins, 'entries'), channel)['enabled'] = true;
  // Without a list every plugin may load: one made here would shut all others out.
  const allow = plugins['allow'];
  if (Array.isArray(allow) && !allow.includes(channel)) plugins['allow'] = [...(allow as unknown[]), channel];
}

function setChannel(settings: Settings, { url, key, webhookSecret }: WantedOpenClaw): void {
  const section = part(part(settings, 'channels'), channel);
  Object.assign(section, { enabled: true, url, key });
  if (webhookSecret === undefined) delete section['webhookSecret'];
  else section['webhookSecret'] = webhookSecret;
}

/** What only the one who runs it may say, so that it is said anew each time. */
function supervise(settings: Settings, { port, token }: { port: number; token: string }): void {
  const auth = { mode: 'token', token };
  Object.assign(part(settings, 'gateway'), { mode: 'local', bind: 'loopback', port, auth });
  part(settings, 'update')['checkOnStart'] = false;
  part(part(settings, 'discovery'), 'mdns')['mode'] = 'off';
}

function setModel(
  settings: Settings,
  { baseUrl, apiKey, id, contextWindow }: NonNullable<WantedOpenClaw['model']>,
): void {
  const models = part(settings, 'models');
  part(models, 'catalogRefresh')['enabled'] = false;
  const cost = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
  part(models, 'providers')['claw'] = {
    baseUrl,
    apiKey,
    api: 'openai-completions',
    models: [{ id, name: id, reasoning: false, input: ['text'], cost, contextWindow, maxTokens: 4_096 }],
  };
  const defaults = part(part(settings, 'agents'), 'defaults');
  part(defaults, 'model')['primary'] = `claw/${id}`;
  // A list of allowed models that doesn't name this one would forbid it.
  delete defaults['models'];
}

/** The part of that name, made where there is none. */
function part(settings: Settings, name: string): Settings {
  const found = settings[name];
  if (isRecord(found)) return found;
  const made: Settings = {};
  settings[name] = made;
  return made;
}

/** Says what nobody has said yet. */
function settle(settings: Settings, name: string, said: Settings): void {
  const own = part(settings, name);
  for (const [key, value] of Object.entries(said)) if (!(key in own)) own[key] = value;
}
