import { expect, test } from 'vitest';
import { lockfileProblems } from './lockfile.mjs';

const fine = { version: '1.0.0', integrity: 'sha512-abc', license: 'MIT' };
const locked = (packages: Record<string, object>) => ({ lockfileVersion: 3, packages: { '': {}, ...packages } });
const problemsOf = (entry: object, name = 'node_modules/thing') =>
  lockfileProblems(locked({ [name]: { ...fine, ...entry } })).map((problem) => problem.split(': ', 1)[0]);

test('a package with a hash, from the registry, without scripts, under a licence that asks for nothing is fine', () => {
  expect(problemsOf({})).toEqual([]);
  expect(problemsOf({ license: '(MIT OR GPL-3.0)' })).toEqual([]);
});

test.each([
  ['no hash', { integrity: undefined }, 'lockfile-integrity'],
  ['a weak hash', { integrity: 'sha1-abc' }, 'lockfile-integrity'],
  ['an address of its own', { resolved: 'https://packages.example/thing.tgz' }, 'lockfile-source'],
  ['a repository', { resolved: 'git+ssh://git@code.example/thing.git#main' }, 'lockfile-source'],
  ['a folder', { link: true }, 'lockfile-source'],
  ['a script', { hasInstallScript: true }, 'lockfile-script'],
  ['no licence', { license: undefined }, 'lockfile-licence'],
  ['a licence that asks for more', { license: 'AGPL-3.0-only' }, 'lockfile-licence'],
  ['one of two that both hold', { license: 'MIT AND GPL-3.0-only' }, 'lockfile-licence'],
  ['a mixture that nobody has read', { license: 'MIT OR (ISC AND GPL-3.0)' }, 'lockfile-licence'],
])('a package with %s is named', (_what, entry, problem) => expect(problemsOf(entry)).toEqual([problem]));

test('what was thought about is allowed for those that it was thought about', () => {
  const lgpl = { license: 'Apache-2.0 AND LGPL-3.0-or-later' };
  expect(problemsOf(lgpl, 'node_modules/@img/sharp-win32-x64')).toEqual([]);
  expect(problemsOf(lgpl, 'node_modules/other')).toEqual(['lockfile-licence']);
  expect(problemsOf({ hasInstallScript: true }, 'node_modules/a/node_modules/esbuild')).toEqual([]);
});

test('a package that is installed under another name is judged by its own', () => {
  const alias = { name: 'evil', hasInstallScript: true };
  expect(lockfileProblems(locked({ 'node_modules/esbuild': { ...fine, ...alias } }))).toMatchObject([
    expect.stringContaining('evil@1.0.0'),
  ]);
});
