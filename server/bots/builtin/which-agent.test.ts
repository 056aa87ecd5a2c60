import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const which = new URL('./which-agent.ts', import.meta.url).href;

/** Whether a process of its own, that has these agents, has loaded the library for models. */
async function loads(model: object | null): Promise<string> {
  const script = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ resolve: (name, context, next) => (loaded.push(name), next(name, context)) });
    const { agentsOf } = await import(${JSON.stringify(which)});
    await agentsOf({ model: ${JSON.stringify(model)} });
    process.stdout.write(String(loaded.includes('openai')));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  return stdout;
}

test('the library for models is loaded only where there is one', async () => {
  expect(await loads(null)).toBe('false');
  const model = {
    baseUrl: 'http://127.0.0.1:1/v1',
    name: 'harbour-1',
    apiKey: null,
    contextTokens: 8_000,
    silenceMaxMs: 1_000,
  };
  expect(await loads(model)).toBe('true');
});
