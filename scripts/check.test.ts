import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import ruleSet from '../.dependency-cruiser.mjs';

const REPOSITORY = resolve(import.meta.dirname, '..');
const CONFIGS = [
  '.oxlintrc.json',
  '.prettierrc.json',
  '.prettierignore',
  'knip.json',
  'drizzle.config.ts',
  '.gitignore',
];
// Both fixtures start every tool once, on cores that the rest of the suite is using.
const TIMEOUT_MS = 120_000;
/** Nobody listens there: what a registry knows is asked in a test of its own. */
const NO_REGISTRY = { npm_config_registry: 'http://127.0.0.1:9/' };

type Tree = Record<string, string>;
type Plant = [rule: string, file: string, ...imports: string[]];

/** The smallest house that uses every exception the rules grant: a rule that is too strict fails here. */
const CLEAN = {
  'lib/std/must.ts': code('must'),
  'lib/contract/chat.ts': code('message', 'must #lib/std/must.ts', 'z zod'),
  'lib/contexts.ts': code('context', 'message #lib/contract/chat.ts'),
  'lib/protocol/down.ts': code('down', 'context #lib/contexts.ts'),
  'lib/signing/webhook-signature.ts': code('sign', 'message #lib/contract/chat.ts'),
  'lib/realtime/backoff.ts': code('backoff'),
  'lib/realtime/client.ts': code('client', 'down #lib/protocol/down.ts', 'backoff ./backoff.ts'),
  'lib/chat/unread.ts': code('unread', 'context #lib/contexts.ts'),
  'lib/bot-sdk/bot.ts': code('bot', 'sign #lib/signing/webhook-signature.ts', 'backoff #lib/realtime/backoff.ts'),
  'lib/bot-sdk/bot.test.ts': code(
    'tested',
    'test vitest',
    'bot ./bot.ts',
    'client #lib/realtime/client.ts',
    'app #server/testing/app.ts',
  ),

  'integrations/examples/echo.mjs': "import { bot } from 'claw-chat-bot-sdk';\n\nbot({});\n",
  'integrations/openclaw-plugin/index.js':
    "import { define } from 'openclaw/plugin-sdk/channel-core';\n\nexport default define({});\n",

  'components/data/trpc.ts': code('trpc', 'type router #server/trpc/root.ts'),
  'components/bubble.tsx': code(
    'bubble',
    'trpc ./data/trpc.ts',
    'unread #lib/chat/unread.ts',
    'signIn next-auth/react',
  ),
  'app/page.tsx': page('bubble #components/bubble.tsx', 'caller #server/trpc/caller.ts', 'unread #lib/chat/unread.ts'),
  'app/api/auth/route.ts': code('GET', 'getServerSession next-auth'),

  'server/env.ts': "export const env = process.env['HOME'];\n",
  'server/log.ts': code('log', 'pino pino'),
  'server/db/client.ts': code('db', '* postgres'),
  'server/outbound/post.ts': code('post', 'log #server/log.ts'),
  'server/db/schema/accounts.ts': table('users'),
  'server/db/schema/realtime.ts': table('events'),
  'server/db/schema/chat.ts': table('messages', 'users #server/db/schema/accounts.ts'),
  'server/jobs/queue.ts': code('queue', 'run graphile-worker', 'type db #server/db/client.ts'),
  'server/realtime/event-log.ts': code('append', 'events #server/db/schema/realtime.ts', 'queue #server/jobs/queue.ts'),
  'server/realtime/socket-wire.ts': code('wire', 'type WebSocket ws'),
  'server/realtime/gateway.ts': code('gateway', 'WebSocketServer ws', 'wire ./socket-wire.ts'),
  'server/accounts/access.ts': code(
    'user',
    'users #server/db/schema/accounts.ts',
    'append #server/realtime/event-log.ts',
  ),
  'server/accounts/session.ts': code('session', 'getServerSession next-auth'),
  'server/trpc/init.ts': code('trpc', 'initTRPC @trpc/server'),
  'server/trpc/context.ts': code(
    'context',
    'user #server/accounts/access.ts',
    'type AppContext #server/app-context.ts',
  ),
  'server/rest/router-building.ts': code('route'),
  'server/chat/messages.ts':
    code(
      'send',
      'users #server/db/schema/accounts.ts',
      'messages #server/db/schema/chat.ts',
      'gateway #server/realtime/gateway.ts',
    ) +
    "\nimport type { AppContext } from '#server/app-context.ts';\nexport const messageOf = (app: AppContext) => app.send;\n",
  'server/chat/present.ts': code('present', 'message #lib/contract/chat.ts'),
  'server/chat/router.ts': code(
    'chatRouter',
    'messageOf ./messages.ts',
    'present ./present.ts',
    'trpc #server/trpc/init.ts',
    'context #server/trpc/context.ts',
  ),
  'server/chat/rest.ts': code('chatRest', 'send ./messages.ts', 'route #server/rest/router-building.ts'),
  'server/bots/bots.ts': code(
    'bots',
    'send #server/chat/messages.ts',
    'user #server/accounts/access.ts',
    'post #server/outbound/post.ts',
  ),
  'server/trpc/root.ts': code('router', 'chatRouter #server/chat/router.ts'),
  'server/trpc/caller.ts': code('caller', 'type router #server/trpc/root.ts', 'type AppContext #server/app-context.ts'),
  'server/rest/table.ts': code('table', 'chatRest #server/chat/rest.ts'),
  'server/next-pages.ts': code('pages', '* next'),
  'server/http.ts': code('http', 'table #server/rest/table.ts', 'router #server/trpc/root.ts'),
  'server/handlers.ts': code('handlers', 'http ./http.ts', 'pages ./next-pages.ts'),
  'server/app-context.ts':
    "import { session } from '#server/accounts/session.ts';\nimport { bots } from '#server/bots/bots.ts';\n" +
    "import { send } from '#server/chat/messages.ts';\nimport { env } from '#server/env.ts';\nimport { log } from '#server/log.ts';\n\n" +
    'export interface AppContext {\n  send: unknown;\n}\n\n' +
    'export const createAppContext = (): AppContext => ({ send: [session, bots, send, env, log] });\n',
  'server/main.ts': code('main', 'createAppContext #server/app-context.ts', 'handlers #server/handlers.ts'),
  'server/testing/app.ts': code('app', 'createAppContext #server/app-context.ts', 'WebSocket ws'),
};

const LAYERS = [
  'jobs',
  'accounts',
  'realtime',
  'sandboxes',
  'chat',
  'bots',
  'agents',
  'notifications',
  'admin',
  'metrics',
];
const STEPS = pairs(LAYERS);
// jobs shares its layer with event-log.ts, whose tables are realtime's: it reaches one layer further.
const SCHEMA_STEPS = STEPS.map(({ lower, higher }) => ({ lower, higher: lower === 'jobs' ? 'sandboxes' : higher }));

/** What the planted files reach for and the clean house has no use for. */
const TARGETS = {
  ...Object.fromEntries(LAYERS.map((layer) => [`server/${layer}/noun.ts`, code('noun')])),
  ...Object.fromEntries(
    STEPS.map(({ lower, higher }) => [schemaFile(lower), table(tableName(lower), tableOf(higher))]),
  ),
  [schemaFile('metrics')]: table(tableName('metrics')),
  'server/chat/http/upload.ts': code('upload'),
  'integrations/example.ts': code('example'),
};

/** One violation each: rule, the file that breaks it, what it imports. */
const PLANTED_IMPORTS: Plant[] = [
  ['lib-is-a-leaf', 'lib/chat/reaches-server.ts', 'log #server/log.ts'],
  ['lib-runs-anywhere', 'lib/chat/reads-files.ts', 'readFile node:fs'],
  ['lib-knows-no-framework', 'lib/chat/renders.ts', 'useState react'],
  ['lib-order:std', 'lib/std/knows-contract.ts', 'message #lib/contract/chat.ts'],
  ['lib-order:contract', 'lib/contract/knows-contexts.ts', 'context #lib/contexts.ts'],
  ['lib-order:protocol', 'lib/protocol/knows-chat.ts', 'unread #lib/chat/unread.ts'],
  ['lib-order:signing', 'lib/signing/knows-protocol.ts', 'down #lib/protocol/down.ts'],
  ['lib-order:realtime', 'lib/realtime/knows-chat.ts', 'unread #lib/chat/unread.ts'],
  ['lib-order:chat', 'lib/chat/knows-client.ts', 'client #lib/realtime/client.ts'],
  ['lib-order:bot-sdk', 'lib/bot-sdk/knows-client.ts', 'client #lib/realtime/client.ts'],

  ['components-import-lib-and-components', 'components/knows-server.tsx', 'type router #server/trpc/root.ts'],
  ['components-import-lib-and-components', 'components/knows-app.tsx', 'GET #app/api/auth/route.ts'],
  ['components-run-in-the-browser', 'components/reads-files.tsx', 'readFile node:fs'],
  ['app-is-urls-only', 'app/knows-noun.ts', 'send #server/chat/messages.ts'],
  ['ui-has-no-drivers', 'app/opens-database.ts', '* postgres'],
  ['next-auth-door:ui', 'components/session.tsx', 'getServerSession next-auth'],

  ['server-imports-lib-and-server', 'server/chat/knows-ui.ts', 'bubble #components/bubble.tsx'],
  ['server-imports-lib-and-server', 'server/chat/knows-integration.ts', 'example #integrations/example.ts'],
  ['server-has-no-react', 'server/chat/renders.ts', 'useState react'],
  ['outbound-stands-low', 'server/outbound/knows-database.ts', 'db #server/db/client.ts'],
  ['next-door', 'server/chat/reads-cookies.ts', 'cookies next/headers.js'],
  ['next-auth-door', 'server/chat/session.ts', 'getServerSession next-auth'],
  ['app-context-type-only', 'server/trpc/builds-context.ts', 'createAppContext #server/app-context.ts'],
  ['testing-stays-in-tests', 'server/chat/uses-harness.ts', 'app #server/testing/app.ts'],
  ['only-the-top-collects-doors', 'server/bots/asks-router.ts', 'chatRouter #server/chat/router.ts'],
  ['only-the-top-collects-doors', 'server/bots/asks-http.ts', 'upload #server/chat/http/upload.ts'],
  ['nouns-know-no-doors', 'server/chat/asks-own-rest.ts', 'chatRest ./rest.ts'],
  ['present-stays-home', 'server/bots/presents-chat.ts', 'present #server/chat/present.ts'],
  ['domains-never-see-trpc', 'server/chat/builds-procedure.ts', 'trpc #server/trpc/init.ts'],
  ['domains-never-see-trpc', 'server/chat/builds-route.ts', 'route #server/rest/router-building.ts'],
  ['domains-never-see-trpc:package', 'server/chat/throws-trpc.ts', 'TRPCError @trpc/server'],

  ['server-order:foundation', 'server/db/knows-jobs.ts', 'queue #server/jobs/queue.ts'],
  ['server-order:jobs', 'server/realtime/event-log/knows-hub.ts', 'gateway #server/realtime/gateway.ts'],
  ...STEPS.map(({ lower, higher }): Plant => [
    `server-order:${lower}`,
    `server/${lower}/knows-next.ts`,
    `type noun #server/${higher}/noun.ts`,
  ]),
  ['server-order:metrics', 'server/metrics/knows-http.ts', 'http #server/http.ts'],
  ['server-order:door-tools', 'server/trpc/knows-chat.ts', 'send #server/chat/messages.ts'],
  ['server-order:door-tools', 'server/rest/knows-table.ts', 'table ./table.ts'],
  ['schema-order:foundation', 'server/knows-users.ts', 'users #server/db/schema/accounts.ts'],
  ...SCHEMA_STEPS.map(({ lower, higher }): Plant => [
    `schema-order:${lower}`,
    `server/${lower}/joins-next.ts`,
    tableOf(higher),
  ]),

  ['event-log-door', 'server/chat/writes-log.ts', 'events #server/db/schema/realtime.ts'],
  ['ws-door', 'server/realtime/connection/opens-socket.ts', 'WebSocketServer ws'],
  ['ws-door:types', 'server/chat/knows-socket.ts', 'type WebSocket ws'],
  ['redis-door', 'server/chat/opens-redis.ts', 'Redis ioredis'],
  ['s3-door', 'server/chat/signs-requests.ts', 'AwsClient aws4fetch'],
  ['image-door', 'server/chat/decodes-image.ts', '* sharp'],
  ['postgres-door', 'server/chat/opens-database.ts', '* postgres'],
  ['jobs-door', 'server/chat/starts-worker.ts', 'run graphile-worker'],
  ['log-door', 'server/chat/own-log.ts', 'pino pino'],

  ['resolvable', 'server/chat/leads-nowhere.ts', 'gone #server/chat/gone.ts'],
  ['no-dev-dependency-in-product', 'server/chat/uses-dev-tool.ts', 'test vitest'],
  ['integrations-import-lib', 'integrations/knows-server.ts', 'log #server/log.ts'],
  ['bootstrap-stands-alone', 'scripts/bootstrap/lock.ts', 'z zod'],
];

/** Rules about one file: the planted tree has its own version of it. */
const PLANTED_VERSIONS: Plant[] = [
  ['lib-order:contexts', 'lib/contexts.ts', 'message #lib/contract/chat.ts', 'unread #lib/chat/unread.ts'],
  ['router-type-only', 'components/data/trpc.ts', 'router #server/trpc/root.ts', 'log #server/log.ts'],
  [
    'components-import-lib-and-components:trpc',
    'components/data/trpc.ts',
    'router #server/trpc/root.ts',
    'log #server/log.ts',
  ],
  ['caller-carries-no-server', 'server/trpc/caller.ts', 'router #server/trpc/root.ts'],
];
const PLANTED_SCHEMAS = STEPS.map(({ lower }): Plant => [`schema-order:${lower}-tables`, schemaFile(lower)]);

const PLANTED_LINT: [rule: string, file: string, source: string][] = [
  ['no-explicit-any', 'lib/std/any.ts', 'export const any = (value: any) => value;\n'],
  ['no-default-export', 'lib/std/default.ts', 'export default 1;\n'],
  ['no-restricted-properties', 'server/chat/environment.ts', "export const home = process.env['HOME'];\n"],
  [
    'no-restricted-imports',
    'server/chat/environment-import.ts',
    "import { env } from 'node:process';\n\nexport const home = env;\n",
  ],
  ['no-restricted-imports', 'server/chat/http/far-import.ts', code('far', 'log ../../log.ts')],
  ['no-console', 'server/chat/prints.ts', "console.log('hello');\n"],
  ['no-empty', 'server/chat/swallows.ts', 'try {\n  Date.now();\n} catch {}\n'],
  ['no-focused-tests', 'lib/std/only.test.ts', "import { test } from 'vitest';\n\ntest.only('x', () => {});\n"],
  ['no-disabled-tests', 'lib/std/skip.test.ts', "import { test } from 'vitest';\n\ntest.skip('x', () => {});\n"],
  [
    'no-restricted-properties',
    'e2e/only.spec.ts',
    "import { test } from '@playwright/test';\n\ntest.only('x', () => {});\n",
  ],
];

const PLANTED_LAYOUT: [report: string, file: string, source: string][] = [
  ['no-drawers', 'server/utils/dates.ts', code('dates')],
  ['no-drawers', 'lib/chat/helpers.ts', code('help')],
  ['no-drawers', 'server/chat/message-manager.ts', code('manager')],
  ['kebab-case', 'components/BubbleRow.tsx', code('row')],
  ['no-barrels', 'lib/std/index.ts', "export { must } from './must.ts';\n"],
  ['no-export-star', 'lib/std/everything.ts', "export * from './must.ts';\n"],
];

// Rules that need types run where their engine is installed, and are proven there.
const PLANTED_TYPED_LINT: typeof PLANTED_LINT = [
  ['no-floating-promises', 'lib/std/floats.ts', 'export const floats = (work: Promise<void>) => {\n  work;\n};\n'],
  [
    'switch-exhaustiveness-check',
    'lib/std/forgets.ts',
    "export const forgets = (state: 'on' | 'off') => {\n  switch (state) {\n    case 'on':\n      Date.now();\n  }\n};\n",
  ],
];
const hasTypedLint = existsSync(join(REPOSITORY, 'node_modules/oxlint-tsgolint'));

/** The other steps: what their output must name. */
const PLANTED_ELSEWHERE: [report: RegExp, file: string, source: string][] = [
  [/warn.* lib\/std\/unformatted\.ts/, 'lib/std/unformatted.ts', 'export const   wide = 1\n'],
  [/lib\/std\/mistyped\.ts.*error TS2322/, 'lib/std/mistyped.ts', "export const mistyped: number = 'text';\n"],
  [/Unused files[^]*lib\/std\/nobody\.ts/, 'lib/std/nobody.ts', code('nobody')],
  [/Unused exports[^]*spare .*lib\/std\/must\.ts/, 'lib/std/must.ts', code('must') + 'export const spare = 1;\n'],
  [/migration-drift:[^]*CREATE TABLE "t_jobs"/, 'lib/std/drifted.ts', code('drifted')],
  [/migration-sealed: drizzle\/0000_start\.sql was edited/, 'drizzle/0000_start.sql', '-- edited\n'],
  [/lockfile-integrity: thing@1\.0\.0/, 'package-lock.json', lockOf({ version: '1.0.0', license: 'MIT' })],
  [/secret: lib\/std\/leaks\.ts:1 looks like/, 'lib/std/leaks.ts', `export const key = '${'AKIA'}ABCDEFGHIJKLMNOP';\n`],
  [/all-files-cruised: .*server\/\.next\/hidden\.ts/, 'server/.next/hidden.ts', code('hidden')],
];

const folder = mkdtempSync(join(tmpdir(), 'check-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a house that keeps the rules passes every step', { timeout: TIMEOUT_MS }, async () => {
  const { code: exitCode, output } = await check('clean', CLEAN);
  expect(output).not.toContain('FAIL');
  expect(exitCode).toBe(0);
});

describe('a house that breaks every rule', () => {
  let output = '';
  let exitCode = 0;

  beforeAll(async () => {
    ({ output, code: exitCode } = await check('planted', { ...CLEAN, ...TARGETS, ...plantedFiles() }));
  }, TIMEOUT_MS);

  test('fails in every step but the one that a registry answers', () => {
    expect(exitCode).toBe(1);
    expect(output.match(/^(ok|FAIL) .*/gm)?.filter((line) => !line.startsWith('FAIL'))).toEqual([
      expect.stringMatching(/^ok {4}advisories /),
    ]);
  });

  test('breaks every import rule there is', () => {
    const broken = [...PLANTED_IMPORTS, ...PLANTED_VERSIONS, ...PLANTED_SCHEMAS].map(([rule]) => rule);
    expect(new Set(broken)).toEqual(new Set(ruleSet.forbidden.map((rule) => rule.name)));
  });

  test.each([...PLANTED_IMPORTS, ...PLANTED_VERSIONS, ...PLANTED_SCHEMAS])('%s: %s', (rule, file) => {
    expect(output).toContain(`\n${rule}: ${file} → `);
  });

  test.each([...PLANTED_LINT, ...(hasTypedLint ? PLANTED_TYPED_LINT : [])])('%s: %s', (rule, file) => {
    const reports = output.split('\n\n').filter((report) => report.includes(`(${rule})`));
    expect(reports.join('\n')).toContain(`[${file}:`);
  });

  test.each(PLANTED_LAYOUT)('%s: %s', (rule, file) => {
    expect(output).toContain(`${rule}: ${file}\n`);
  });

  test.each(PLANTED_ELSEWHERE)('%s', (report) => {
    expect(output).toMatch(report);
  });

  test('no-cycles', () => {
    expect(output).toContain('no-cycles: lib/chat/unread.ts ↔ lib/contexts.ts\n');
  });
});

function plantedFiles(): Tree {
  const imports = [...PLANTED_IMPORTS, ...PLANTED_VERSIONS].map(([, file, ...from]) => [
    file,
    code(exportedBy(file), ...from),
  ]);
  const sources = [...PLANTED_LINT, ...PLANTED_TYPED_LINT, ...PLANTED_LAYOUT, ...PLANTED_ELSEWHERE].map(
    ([, file, source]) => [file, source],
  );
  return Object.fromEntries([...imports, ...sources]);
}

/** Builds the tree, lands its first migration as the clean house would, and runs the check in it. */
async function check(name: string, tree: Tree) {
  const root = join(folder, name);
  write(root, CLEAN);
  for (const config of CONFIGS) cpSync(join(REPOSITORY, config), join(root, config));
  writeFileSync(join(root, 'package.json'), JSON.stringify(packageJson(), null, 2) + '\n');
  writeFileSync(
    join(root, 'tsconfig.json'),
    `{\n  "extends": "${REPOSITORY}/tsconfig.json",\n  "include": ["**/*.ts", "**/*.tsx"]\n}\n`,
  );
  symlinkSync(join(REPOSITORY, 'node_modules'), join(root, 'node_modules'));
  execFileSync('git', ['init', '--quiet'], { cwd: root });
  await run(root, [join(REPOSITORY, 'node_modules/drizzle-kit/bin.cjs'), 'generate', '--name=start']);
  await run(root, [join(REPOSITORY, 'scripts/check.mjs'), '--seal']);
  write(root, tree);
  return run(root, [join(REPOSITORY, 'scripts/check.mjs')]);
}

function run(cwd: string, args: string[]) {
  return new Promise<{ code: number; output: string }>((done) => {
    execFile(
      process.execPath,
      args,
      { cwd, env: { ...process.env, ...NO_REGISTRY }, maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => {
        done({ code: error === null ? 0 : Number(error.code ?? 1), output: stdout + stderr });
      },
    );
  });
}

function write(root: string, tree: Tree) {
  for (const [path, source] of Object.entries(tree)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), source);
  }
}

function lockOf(thing: object): string {
  return JSON.stringify({ lockfileVersion: 3, packages: { '': {}, 'node_modules/thing': thing } });
}

function packageJson() {
  const folders = ['app', 'components', 'lib', 'server', 'integrations'];
  return {
    name: 'fixture',
    type: 'module',
    private: true,
    imports: Object.fromEntries(folders.map((name) => [`#${name}/*`, `./${name}/*`])),
    dependencies: Object.fromEntries(
      ['@trpc/server', 'drizzle-orm', 'graphile-worker', 'next', 'next-auth', 'pino', 'postgres', 'ws', 'zod'].map(
        (name) => [name, '*'],
      ),
    ),
    devDependencies: { '@types/node': '*', 'drizzle-kit': '*', '@types/ws': '*', vitest: '*' },
  };
}

/** A module that exports `name` and uses everything it imports: "thing from", "type thing from", "* package". */
function code(name: string, ...from: string[]): string {
  const parsed = from.map(parseImport);
  const lines = parsed.map(({ clause, source }) => `import ${clause} from '${source}';\n`).join('');
  const values = parsed.flatMap(({ used, isType }) => (isType ? [] : [used]));
  const types = parsed.flatMap(({ used, isType }) => (isType ? [/^[A-Z]/.test(used) ? used : `typeof ${used}`] : []));
  const parameter = types.length === 0 ? '' : `_: [${types.join(', ')}]`;
  return `${lines}${lines && '\n'}export const ${name} = (${parameter}): unknown => [${values.join(', ')}];\n`;
}

function parseImport(text: string) {
  const [source = '', name = '', kind] = text.split(' ').toReversed();
  if (name === '*' || name === source) return { clause: source, used: source, source, isType: false };
  return { clause: `${kind ? 'type ' : ''}{ ${name} }`, used: name, source, isType: kind !== undefined };
}

function page(...from: string[]): string {
  return code('page', ...from).replace(/export const page = (.*)/s, 'const page = $1\nexport default page;\n');
}

function table(name: string, reference?: string): string {
  const target = reference && parseImport(reference);
  const first = target ? `import ${target.clause} from '${target.source}';\n` : '';
  const column = target ? `, to: text('to').references(() => ${target.used}.id)` : '';
  return (
    `import { pgTable, text } from 'drizzle-orm/pg-core';\n${first}\n` +
    `export const ${name} = pgTable('${name}', { id: text('id').primaryKey()${column} });\n`
  );
}

function pairs(layers: string[]) {
  return layers.slice(1).map((higher, rank) => ({ lower: layers[rank] ?? '', higher }));
}

function tableOf(layer: string) {
  return `${tableName(layer)} #${schemaFile(layer)}`;
}

function tableName(layer: string) {
  return { accounts: 'users', realtime: 'events', chat: 'messages' }[layer] ?? `t_${layer}`;
}

function schemaFile(layer: string) {
  return `server/db/schema/${layer === 'agents' ? 'sessions' : layer}.ts`;
}

/** Planted versions of a file keep the name that the clean house imports. */
function exportedBy(file: string) {
  return (
    { 'lib/contexts.ts': 'context', 'components/data/trpc.ts': 'trpc', 'server/trpc/caller.ts': 'caller' }[file] ??
    'planted'
  );
}
