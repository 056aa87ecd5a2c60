// Who may import whom. Every rule's comment says what to do instead; `npm run check` prints it beside the violation.
// Cycles, folder names and barrels are judged in scripts/check.mjs, which also makes sure that every file was cruised.

const TEST = '\\.test\\.tsx?$';
const TESTING = '^server/testing/';
const TYPE_ONLY = ['type-only', 'type-import'];

const npm = (...names) => `(^|/)node_modules/(${names.join('|')})(/|$)`;
const nodeModules = '(^|/)node_modules/';

// Lowest first. A layer may import itself and what stands before it.
const SERVER_LAYERS = [
  {
    name: 'foundation',
    path: '^server/(backup/|db/|storage/|outbound/|settings/|audit/|(?!(main|http|app-context)\\.ts$)[^/]+\\.(ts|mjs)$)',
  },
  { name: 'jobs', path: '^server/(jobs/|realtime/event-log(\\.ts$|/))' },
  { name: 'accounts', path: '^server/accounts/' },
  { name: 'realtime', path: '^server/realtime/(?!event-log(\\.ts$|/))' },
  { name: 'sandboxes', path: '^server/sandboxes/' },
  { name: 'chat', path: '^server/chat/' },
  { name: 'bots', path: '^server/bots/' },
  { name: 'agents', path: '^server/agents/' },
  { name: 'notifications', path: '^server/notifications/' },
  { name: 'admin', path: '^server/admin/' },
  { name: 'metrics', path: '^server/metrics/' },
];
const DOMAINS = ['accounts', 'realtime', 'sandboxes', 'chat', 'bots', 'agents', 'notifications', 'admin', 'metrics'];
// The log's tables stand in realtime's schema, though event-log.ts is the lower layer that writes them.
const EVENT_TABLES = '^server/db/schema/realtime\\.ts$';
const SCHEMA_FILES = { agents: ['agents', 'sessions'] };

const anyDomain = `^server/(${DOMAINS.join('|')})/`;
const DOORS = `${anyDomain}(.*/|)((router|rest)\\.ts$|(router|rest|http)/)`;
const PRESENTERS = `${anyDomain}(.*/|)present(\\.ts$|/)`;

// What every door is built with, as against the tables that collect the doors.
const REST_TABLES = '(root|table|router|routes|caller|handler|openapi)';
const TRPC_TABLES = '(root|caller|http|handler)';
const DOOR_TOOLS = `^server/(trpc/(?!${TRPC_TABLES}\\.ts$)|rest/(?!${REST_TABLES}\\.ts$))`;
const TOP_FILES = 'main|http|handlers|next-pages|running-server|announce';
const COLLECTORS = `^server/((${TOP_FILES}|app-context)\\.ts$|trpc/${TRPC_TABLES}\\.ts$|rest/)`;
const TOP = `^server/((${TOP_FILES})\\.ts$|trpc/${TRPC_TABLES}\\.ts$|rest/${REST_TABLES}\\.ts$)`;

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

export default {
  forbidden: [...libRules(), ...uiRules(), ...serverRules(), ...serverLayerRules(), ...singleDoors(), ...hygiene()],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(\\.next|\\.next-test|vendor)/' },
    // Type-only imports are imports too: without this a lower layer could lean on a higher one's types unseen.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};

function libRules() {
  const leaf = (name, from, mayImport) =>
    forbid(
      `lib-order:${name}`,
      `lib/${name} may import only ${mayImport.join(', ')} (std → contract → protocol, realtime, chat, signing → bot-sdk). Move what both need down, or pass it in.`,
      { path: from, pathNot: TEST },
      { path: '^lib/', pathNot: mayImport.map((folder) => `^lib/${folder}`) },
    );
  return [
    forbid(
      'lib-is-a-leaf',
      'lib is what everyone imports, so it imports nobody: take what you need as an argument or an injected interface.',
      { path: '^lib/', pathNot: TEST },
      { path: '^(app|components|server|integrations|scripts|e2e|bench|drills)/' },
    ),
    forbid(
      'lib-runs-anywhere',
      'lib runs in browsers, workers and on bot authors’ machines: no node: builtins. Use the web platform (WebCrypto, URL, fetch) or inject it.',
      { path: '^lib/', pathNot: TEST },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'lib-knows-no-framework',
      'lib is framework-free: put React into components/, Next into app/, drivers into server/, and call lib from there.',
      { path: '^lib/', pathNot: TEST },
      {
        path: npm(
          'react',
          'react-dom',
          'next',
          'next-auth',
          'ws',
          'postgres',
          'drizzle-orm',
          'pino',
          'graphile-worker',
        ),
      },
    ),
    leaf('std', '^lib/std/', ['std/']),
    leaf('contract', '^lib/contract/', ['contract/', 'std/']),
    leaf('contexts', '^lib/contexts\\.ts$', ['contract/', 'std/']),
    leaf('protocol', '^lib/protocol/', ['protocol/', 'contexts\\.ts$', 'contract/', 'std/']),
    leaf('signing', '^lib/signing/', ['signing/', 'contract/', 'std/']),
    leaf('realtime', '^lib/realtime/', ['realtime/', 'protocol/', 'contexts\\.ts$', 'contract/', 'std/']),
    leaf('chat', '^lib/chat/', [
      'chat/',
      'realtime/reactions\\.ts$',
      'protocol/',
      'contexts\\.ts$',
      'contract/',
      'std/',
    ]),
    leaf('bot-sdk', '^lib/bot-sdk/', ['bot-sdk/', 'signing/', 'realtime/backoff\\.ts$', 'contract/', 'std/']),
  ];
}

function uiRules() {
  const routerTypeFile = '^components/data/trpc\\.ts$';
  const serverOnly = npm('ws', 'postgres', 'drizzle-orm', 'pino', 'graphile-worker', '@trpc/server');
  return [
    forbid(
      'components-import-lib-and-components',
      'components import lib and other components. Data comes through components/data/trpc.ts; the router’s type is known to that file alone.',
      { path: '^components/', pathNot: [TEST, routerTypeFile] },
      { path: '^(app|server|integrations|scripts|e2e|bench|drills)/' },
    ),
    forbid(
      'components-import-lib-and-components:trpc',
      'components/data/trpc.ts knows the router’s type and nothing else of the server: import type from #server/trpc/root.ts.',
      { path: routerTypeFile },
      { path: '^(app|server|integrations|scripts|e2e|bench|drills)/', pathNot: '^server/trpc/root\\.ts$' },
    ),
    forbid(
      'router-type-only',
      'Write `import type`: a value import would put the whole server into the browser’s bundle.',
      { path: '^components/' },
      { path: '^server/trpc/root\\.ts$', dependencyTypesNot: TYPE_ONLY },
    ),
    forbid(
      'app-is-urls-only',
      'app holds URLs: it composes components and asks server/trpc/caller.ts. Put logic into a component, lib or a router.',
      { path: '^app/', pathNot: TEST },
      { path: '^(server|integrations|scripts|e2e|bench|drills)/', pathNot: '^server/trpc/caller\\.ts$' },
    ),
    forbid(
      'ui-has-no-drivers',
      'Database, sockets, log and tRPC’s server half belong to server/: reach them through the caller (app) or components/data/trpc.ts.',
      { path: '^(app|components)/', pathNot: TEST },
      { path: serverOnly, dependencyTypesNot: TYPE_ONLY },
    ),
    forbid(
      'components-run-in-the-browser',
      'components run in the browser: no node: builtins. Compute it on the server and pass it down.',
      { path: '^components/', pathNot: TEST },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'next-auth-door:ui',
      'next-auth is mounted in app/api/auth and configured in server/accounts; components may use only next-auth/react.',
      { path: '^(app|components)/', pathNot: '^app/api/auth/' },
      { path: npm('next-auth'), pathNot: '(^|/)node_modules/next-auth/react(\\.|/)' },
    ),
  ];
}

function serverRules() {
  return [
    forbid(
      'server-imports-lib-and-server',
      'server imports lib and server, so that it starts without a build: put what both sides need into lib.',
      { path: '^server/', pathNot: TEST },
      { path: '^(app|components|integrations|scripts|e2e|bench|drills)/' },
    ),
    forbid(
      'server-has-no-react',
      'The server renders nothing itself: return data and let a page render it.',
      { path: '^server/' },
      { path: npm('react', 'react-dom', '@tanstack', 'radix-ui', 'lucide-react') },
    ),
    forbid(
      'next-door',
      'Only server/next-pages.ts starts Next, and only trpc/caller.ts runs inside of it: everything else must run without it (tests, a second node).',
      { path: '^server/', pathNot: '^server/(next-pages|trpc/caller)\\.ts$' },
      { path: npm('next') },
    ),
    forbid(
      'outbound-stands-low',
      'server/outbound decides where requests may go, whatever they are about: take what it needs as an argument.',
      { path: '^server/outbound/', pathNot: TEST },
      { path: '^server/', pathNot: '^server/(outbound/|(env|log|errors|start-failure)\\.ts$)' },
    ),
    forbid(
      'next-auth-door',
      'Only server/accounts knows next-auth: ask it for the principal or the session.',
      { path: '^server/', pathNot: ['^server/accounts/', TESTING] },
      { path: npm('next-auth') },
    ),
    forbid(
      'caller-carries-no-server',
      'Next bundles server/trpc/caller.ts: use `import type` and reach the running server through globalThis, or Next gets a second copy of it.',
      { path: '^server/trpc/caller\\.ts$' },
      { path: '^server/', dependencyTypesNot: TYPE_ONLY },
    ),
    forbid(
      'app-context-type-only',
      'Only main.ts and server/testing construct the AppContext. Take it as an argument and `import type { AppContext }`.',
      { path: '^server/', pathNot: [TEST, TESTING, '^server/main\\.ts$'] },
      { path: '^server/app-context\\.ts$', dependencyTypesNot: TYPE_ONLY },
    ),
    forbid(
      'testing-stays-in-tests',
      'server/testing is for tests, seeds and benchmarks: what production needs lives in its domain.',
      { path: '^(server|lib|components|app)/', pathNot: [TEST, TESTING] },
      { path: TESTING },
    ),
    forbid(
      'only-the-top-collects-doors',
      'router.ts, rest.ts and http/ are collected by server/trpc/root.ts, server/rest and the top only. Call the noun that the door calls.',
      { path: '^server/([^/]+)/', pathNot: [TEST, TESTING, COLLECTORS] },
      { path: DOORS, pathNot: '^server/$1/' },
    ),
    forbid(
      'nouns-know-no-doors',
      'A noun does not know its doors: move what both use into the noun and let router.ts or rest.ts call it.',
      { path: anyDomain, pathNot: [TEST, DOORS] },
      { path: DOORS },
    ),
    forbid(
      'present-stays-home',
      'present.ts is private to its domain: let the other domain’s noun return the contract, or store an id and let its owner present it.',
      { path: '^server/([^/]+)/', pathNot: [TEST, TESTING] },
      { path: PRESENTERS, pathNot: '^server/$1/' },
    ),
    forbid(
      'domains-never-see-trpc',
      'tRPC and REST building blocks are for router.ts, rest.ts and http/: nouns take a principal and arguments, and throw errors of server/errors.ts.',
      { path: '^server/', pathNot: [TEST, TESTING, DOORS, COLLECTORS, '^server/(trpc|rest)/'] },
      { path: DOOR_TOOLS },
    ),
    forbid(
      'domains-never-see-trpc:package',
      '@trpc/server is for server/trpc and routers: nouns throw errors of server/errors.ts.',
      { path: '^server/', pathNot: [TEST, TESTING, DOORS, COLLECTORS, '^server/trpc/'] },
      { path: npm('@trpc/server') },
    ),
  ];
}

function serverLayerRules() {
  const order = SERVER_LAYERS.map((layer) => layer.name).join(' → ');
  const lowFrom = (path) => ({ path, pathNot: [TEST, TESTING, TOP] });
  const layers = SERVER_LAYERS.flatMap(({ name, path }, rank) => {
    const higher = SERVER_LAYERS.slice(rank + 1);
    const higherPaths = higher.map((layer) => layer.path).concat(TOP);
    const comment = `A lower layer never imports a higher one (${order} → the top). Let the higher one register itself (contexts, recipients, jobs) in app-context.ts, or append an event.`;
    return [forbid(`server-order:${name}`, comment, lowFrom(path), { path: higherPaths })].concat(
      higher.length === 0 ? [] : schemaRule(name, path, higher),
    );
  });
  return [
    ...layers,
    forbid(
      'server-order:door-tools',
      'trpc/ and rest/ building blocks serve every domain, so they know only accounts and realtime: put the domain’s part into its router.',
      lowFrom(DOOR_TOOLS),
      {
        path: SERVER_LAYERS.slice(4)
          .map((layer) => layer.path)
          .concat(TOP),
      },
    ),
    ...schemaFileRules(),
  ];
}

function schemaRule(name, path, higher) {
  const from = name === 'foundation' ? '^server/[^/]+\\.(ts|mjs)$' : path;
  return forbid(
    `schema-order:${name}`,
    'A domain joins its own tables and those of lower domains. For a higher domain’s rows, let that domain register a hook or read the event.',
    { path: from, pathNot: [TEST, TESTING, TOP, '^server/app-context\\.ts$'] },
    { path: schemaFiles(higher), ...(name === 'jobs' && { pathNot: EVENT_TABLES }) },
  );
}

function schemaFileRules() {
  return SERVER_LAYERS.slice(1, -1).map(({ name }, rank) =>
    forbid(
      `schema-order:${name}-tables`,
      'A foreign key points down: let the higher domain’s table reference the lower one.',
      { path: schemaFiles([{ name }]) },
      { path: schemaFiles(SERVER_LAYERS.slice(rank + 2)) },
    ),
  );
}

function schemaFiles(layers) {
  const files = layers.flatMap(({ name }) => SCHEMA_FILES[name] ?? [name]);
  return `^server/db/schema/(${files.join('|')})\\.ts$`;
}

function singleDoors() {
  const outside = '^(e2e|bench|drills|scripts|integrations)/';
  const door = (name, comment, allowed, target, types = []) =>
    forbid(
      name,
      comment,
      { path: '^(server|lib|app|components)/', pathNot: [TEST, TESTING, outside, ...allowed] },
      { ...target, ...(types.length > 0 && { dependencyTypesNot: types }) },
    );
  return [
    door(
      'event-log-door',
      'The log’s tables are written by server/realtime/event-log.ts alone: append an event there instead of touching the rows.',
      ['^server/(realtime|db)/'],
      { path: EVENT_TABLES },
    ),
    door(
      'ws-door',
      'Only server/realtime/gateway.ts opens sockets (socket-wire.ts knows their type): publish through the hub.',
      ['^server/realtime/gateway\\.ts$'],
      { path: npm('ws', '@types/ws') },
      TYPE_ONLY,
    ),
    door(
      'ws-door:types',
      'Only gateway.ts and socket-wire.ts know what a socket is: publish through the hub.',
      ['^server/realtime/(gateway|socket-wire)\\.ts$'],
      { path: npm('ws', '@types/ws'), dependencyTypes: TYPE_ONLY },
    ),
    door(
      'redis-door',
      'Only server/redis.ts opens connections to Redis: take the RedisLink as an argument.',
      ['^server/redis\\.ts$'],
      { path: npm('ioredis') },
    ),
    door(
      's3-door',
      'Only server/storage/s3.ts talks to a store of files: take the Storage as an argument.',
      ['^server/storage/s3\\.ts$'],
      { path: npm('aws4fetch') },
    ),
    door(
      'image-door',
      'Only server/chat/attachments/images.ts decodes images: it bounds how big and how many at once.',
      ['^server/chat/attachments/images\\.ts$'],
      { path: npm('sharp') },
    ),
    door(
      'postgres-door',
      'Connections are opened in server/db/client.ts: take the database or the transaction as an argument (its type may be imported).',
      ['^server/db/'],
      { path: npm('postgres', 'pg') },
      TYPE_ONLY,
    ),
    door(
      'jobs-door',
      'Jobs go through server/jobs: enqueue(tx, job) and jobs.register.',
      ['^server/jobs/'],
      { path: npm('graphile-worker') },
      TYPE_ONLY,
    ),
    door(
      'log-door',
      'server/log.ts configures the one logger: take it from the context (its type may be imported).',
      ['^server/log\\.ts$'],
      { path: npm('pino') },
      TYPE_ONLY,
    ),
  ];
}

function hygiene() {
  return [
    forbid(
      'resolvable',
      'This import leads nowhere. Cross-folder imports are written #server/…, #lib/…, #components/…, #app/… with the file’s extension.',
      {},
      // What the examples and the plugin import is found where they are installed.
      { couldNotResolve: true, pathNot: '^(claw-chat-bot-sdk$|openclaw/)' },
    ),
    forbid(
      'no-dev-dependency-in-product',
      'Move the package to dependencies or the code to a test: an install without devDependencies could not start.',
      { path: '^(app|components|lib|server)/', pathNot: [TEST, TESTING] },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: TYPE_ONLY, path: nodeModules, pathNot: npm('@types') },
    ),
    forbid(
      'integrations-import-lib',
      'integrations run on other people’s machines: they may bring lib along, never server, components or app (their tests may).',
      { path: '^integrations/', pathNot: TEST },
      { path: '^(app|components|server|scripts|e2e|bench|drills)/' },
    ),
    forbid(
      'bootstrap-stands-alone',
      'scripts/bootstrap.mjs runs before anything is installed: only node: builtins and plain JavaScript beside it.',
      { path: '^scripts/bootstrap(\\.mjs$|/)' },
      { path: [nodeModules, '\\.tsx?$'] },
    ),
  ];
}
