// `npm run check`: everything that can be judged without running the product. Every step runs, all failures are reported.
//   node scripts/check.mjs                  all steps
//   node scripts/check.mjs lint imports     only these
//   node scripts/check.mjs --seal           record the checksums of migrations that have none yet
// Judges the current folder with the tools of this checkout, so that a test can point it at a fixture.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkAdvisories } from './check/advisories.mjs';
import { checkLockfile } from './check/lockfile.mjs';
import { checkSecrets } from './check/secrets.mjs';

const TOOLS = resolve(import.meta.dirname, '../node_modules');
const CONFIG = resolve(import.meta.dirname, '..');
const CHECKSUMS = 'drizzle/checksums.txt';
const SOURCE_FOLDERS = ['app', 'components', 'lib', 'server', 'scripts', 'e2e', 'bench', 'drills', 'integrations'];
const SOURCE_FILE = /(?<!\.d)\.(ts|tsx|mjs)$/;
const NOT_OURS = /(^|\/)(node_modules|vendor)\//;
// Two: the smallest machine that we build on has two cores, and every tool here is bound by its processor.
const PARALLEL = 2;

const STEPS = [
  { name: 'format', run: () => tool('prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']) },
  { name: 'lint', run: checkLint },
  { name: 'types', run: checkTypes },
  { name: 'layout', run: checkLayout },
  { name: 'imports', run: checkImports },
  { name: 'dead code', run: () => tool('knip/bin/knip.js', ['--no-progress', '--no-config-hints']) },
  { name: 'migrations', run: checkMigrations },
  { name: 'lockfile', run: checkLockfile },
  { name: 'advisories', run: checkAdvisories },
  { name: 'secrets', run: checkSecrets },
];

const [wanted, unknown] = partition(process.argv.slice(2), (arg) => STEPS.some((step) => step.name === arg));
if (unknown.length === 1 && unknown[0] === '--seal') sealMigrations();
else if (unknown.length > 0) usage();
else process.exitCode = await runSteps(STEPS.filter((step) => wanted.length === 0 || wanted.includes(step.name)));

function usage() {
  console.error(
    `Unknown: ${unknown.join(' ')}. Steps: ${STEPS.map((step) => `"${step.name}"`).join(', ')}; or --seal.`,
  );
  process.exitCode = 2;
}

/** Starts at most PARALLEL steps at once, prints them in their order and answers with the exit code. */
async function runSteps(steps) {
  const queue = steps.map((step) => ({ step, result: Promise.withResolvers() }));
  const waiting = [...queue];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) next.result.resolve(await runStep(next.step));
  };
  for (let i = 0; i < PARALLEL; i += 1) void worker();

  let failures = 0;
  for (const { step, result } of queue) {
    const { problem, note, seconds } = await result.promise;
    const remark = note === undefined ? '' : `  ${note}`;
    console.log(`${problem === null ? 'ok  ' : 'FAIL'}  ${step.name}  ${seconds.toFixed(1)} s${remark}`);
    if (problem === null) continue;
    failures += 1;
    console.log(`\n${problem.trim()}\n`);
  }
  return failures === 0 ? 0 : 1;
}

/** A step answers with what is wrong, with null, or with a note on why it could not judge. */
async function runStep(step) {
  const started = performance.now();
  const answer = await step.run().catch((error) => String(error?.stack ?? error));
  const { note } = answer ?? {};
  return { problem: note === undefined ? answer : null, note, seconds: (performance.now() - started) / 1000 };
}

async function checkLint() {
  // The rules that need types (floating promises, exhaustive switches) run as soon as their engine is installed.
  const typeAware = existsSync(join(TOOLS, 'oxlint-tsgolint')) ? ['--type-aware'] : [];
  return tool('oxlint/bin/oxlint', ['--deny-warnings', '--disable-nested-config', ...typeAware]);
}

async function checkTypes() {
  // Pages are typed by files that Next generates; without them a clean checkout fails on its own pages.
  const generates = existsSync('app') && existsSync('next.config.ts');
  const generated = generates ? await tool('next/dist/bin/next', ['typegen']) : null;
  return generated ?? tool('typescript-7/bin/tsc', ['--noEmit', '--pretty', 'false']);
}

/** What a listing of the folders promises: no drawer for everything, no file that only passes others on. */
async function checkLayout() {
  const problems = sourceFiles().flatMap((file) => [...namingProblems(file), ...barrelProblems(file)]);
  return problems.length === 0 ? null : problems.join('\n');
}

function* namingProblems(file) {
  const drawer = /(^|\/)(utils?|helpers?|common|misc|managers?)(\/|\.)|-(manager|utils?|helpers?)\./.exec(file);
  if (drawer)
    yield `no-drawers: ${file}\n  Name it after what it is about; a folder or file for everything has no reader.`;
  if (/[A-Z]/.test(basename(file))) yield `kebab-case: ${file}\n  Files are named in lower case with dashes.`;
}

function* barrelProblems(file) {
  const source = readFileSync(file, 'utf8');
  const reexports = /^export (type )?(\{[^}]*\}|\*( as \w+)?) from /m.test(source);
  if (/^index\.tsx?$/.test(basename(file)) && reexports)
    yield `no-barrels: ${file}\n  Import the file that declares the thing: a barrel loads all of its folder and hides who uses what.`;
  else if (/^export (type )?\* /m.test(source))
    yield `no-export-star: ${file}\n  Name what you export, or let importers go to the file that declares it.`;
}

async function checkImports() {
  const folders = [...SOURCE_FOLDERS.filter((folder) => existsSync(folder)), ...rootFiles()];
  const args = ['--config', join(CONFIG, '.dependency-cruiser.mjs'), '--output-type', 'json', ...folders];
  const { stdout, stderr } = await spawnTool('dependency-cruiser/bin/dependency-cruiser.mjs', args);
  if (!stdout.startsWith('{')) return stdout + stderr;

  const { modules, summary } = JSON.parse(stdout);
  const problems = [...uncruised(modules), ...violations(summary), ...cycles(modules)];
  return problems.length === 0 ? null : problems.join('\n');
}

/** A cruise that understands no TypeScript or skips a folder succeeds silently: hold it against the files on disk. */
function* uncruised(modules) {
  const cruised = new Set(modules.map((module) => module.source));
  const missed = sourceFiles().filter((file) => !cruised.has(file));
  if (missed.length > 0)
    yield `all-files-cruised: ${missed.length} source files were not looked at: ${missed.join(', ')}`;
}

function* violations({ violations: found, ruleSetUsed }) {
  const comments = new Map(ruleSetUsed.forbidden.map((rule) => [rule.name, rule.comment]));
  for (const { rule, from, to } of found) yield `${rule.name}: ${from} → ${to}\n  ${comments.get(rule.name)}`;
}

/** Everyone may know AppContext's type, and it knows everyone: that one edge is left out, every other counts. */
function* cycles(modules) {
  const isContextType = (to) => to.resolved === 'server/app-context.ts' && to.dependencyTypes.includes('type-only');
  const edges = new Map(
    modules.map(({ source, dependencies }) => [
      source,
      dependencies.filter((to) => to.followable && !isContextType(to)).map((to) => to.resolved),
    ]),
  );
  for (const group of stronglyConnected(edges)) {
    yield `no-cycles: ${[...group].sort().join(' ↔ ')}\n  Move what both need into a third file, or hand it over as an argument.`;
  }
}

/** Tarjan's algorithm: the groups of files that reach each other. */
function stronglyConnected(edges) {
  const groups = [];
  const index = new Map();
  const low = new Map();
  const stack = [];
  const visit = (node) => {
    index.set(node, index.size);
    low.set(node, index.get(node));
    stack.push(node);
    for (const next of edges.get(node) ?? []) {
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(node, Math.min(low.get(node), low.get(next)));
    }
    if (low.get(node) !== index.get(node)) return;
    const group = stack.splice(stack.indexOf(node));
    if (group.length > 1 || edges.get(node)?.includes(node)) groups.push(group);
  };
  for (const node of edges.keys()) if (!index.has(node)) visit(node);
  return groups;
}

async function checkMigrations() {
  const problems = [await migrationDrift(), ...changedMigrations()].filter((problem) => problem !== null);
  return problems.length === 0 ? null : problems.join('\n');
}

/** Generates into a copy of drizzle/: whatever appears there is missing here. */
async function migrationDrift() {
  if (!existsSync('drizzle.config.ts') || globSync('server/db/schema/*.ts').length === 0) return null;
  const { default: config } = await import(pathToFileURL(resolve('drizzle.config.ts')).href);
  mkdirSync('.data', { recursive: true });
  const copy = mkdtempSync(join('.data', 'drift-'));
  try {
    if (existsSync(config.out)) cpSync(config.out, copy, { recursive: true });
    const before = migrationNames(copy);
    const flags = { dialect: config.dialect, schema: config.schema, out: copy, casing: config.casing };
    const args = Object.entries(flags).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}=${value}`]));
    const { code, stdout, stderr } = await spawnTool('drizzle-kit/bin.cjs', ['generate', ...args]);
    const missing = migrationNames(copy).filter((name) => !before.includes(name));
    // A renamed column makes drizzle-kit ask, which it can't here: its error is drift too.
    if (code !== 0 || /Error:/.test(stdout + stderr))
      return `migration-drift: drizzle-kit could not compare\n${stdout}${stderr}`;
    if (missing.length === 0) return null;
    const sql = missing.map((name) => readFileSync(join(copy, name), 'utf8')).join('\n');
    return `migration-drift: the schema is ahead of drizzle/. Generate and review a named migration (drizzle-kit generate --name …):\n${sql}`;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** A landed migration has run on somebody's database: changing it changes nothing there. */
function* changedMigrations() {
  const sealed = readChecksums();
  if (sealed === null) return;
  for (const [name, checksum] of sealed) {
    const path = join('drizzle', name);
    if (!existsSync(path))
      yield `migration-sealed: ${path} is gone. Landed migrations stay; write another that undoes it.`;
    else if (sha256(path) !== checksum)
      yield `migration-sealed: ${path} was edited. Landed migrations stay; write another one.`;
  }
  for (const name of migrationNames('drizzle'))
    if (!sealed.has(name))
      yield `migration-sealed: drizzle/${name} has no checksum. Reviewed it? node scripts/check.mjs --seal`;
}

function sealMigrations() {
  const sealed = readChecksums() ?? new Map();
  for (const name of migrationNames('drizzle')) if (!sealed.has(name)) sealed.set(name, sha256(join('drizzle', name)));
  writeFileSync(CHECKSUMS, [...sealed].map(([name, checksum]) => `${checksum}  ${name}\n`).join(''));
  console.log(`${sealed.size} migrations sealed in ${CHECKSUMS}`);
}

function readChecksums() {
  if (!existsSync(CHECKSUMS)) return null;
  const lines = readFileSync(CHECKSUMS, 'utf8').trim().split('\n');
  return new Map(lines.map((line) => line.split('  ').toReversed()));
}

function migrationNames(folder) {
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.sql')) : [];
}

function sha256(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

function sourceFiles() {
  const found = SOURCE_FOLDERS.filter((folder) => existsSync(folder)).flatMap((folder) =>
    readdirSync(folder, { recursive: true }).map((file) => `${folder}/${file}`),
  );
  return [...found, ...rootFiles()].filter((file) => SOURCE_FILE.test(file) && !NOT_OURS.test(file)).sort();
}

function rootFiles() {
  return readdirSync('.').filter((file) => SOURCE_FILE.test(file) && !file.startsWith('.'));
}

/** Runs a tool of this checkout and answers with its output if it failed, null if it passed. */
async function tool(bin, args) {
  const { code, stdout, stderr } = await spawnTool(bin, args);
  return code === 0 ? null : `${stdout}${stderr}` || `${bin} ended with code ${code}`;
}

function spawnTool(bin, args) {
  const { promise, resolve: done, reject } = Promise.withResolvers();
  const child = spawn(process.execPath, [join(TOOLS, bin), ...args], {
    // oxlint paints whenever CI is set, whatever it is told about colours.
    env: { ...process.env, CI: undefined, FORCE_COLOR: '0', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr']) {
    child[stream].setEncoding('utf8').on('data', (text) => {
      output[stream] += text;
    });
  }
  child.on('error', reject).on('close', (code) => done({ code, ...output }));
  return promise;
}

function partition(items, belongs) {
  return [items.filter(belongs), items.filter((item) => !belongs(item))];
}
