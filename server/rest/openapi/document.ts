import { STATUS_CODES } from 'node:http';
import type { ZodType } from 'zod';
import type { Route, RouteApi } from '../route.ts';
import { exampleOf, exemplify } from './exemplify.ts';
import type { Operation, Parameter } from './operation.ts';
import { problem, Schemas, type JsonSchema } from './schemas.ts';

export interface OpenApi {
  openapi: '3.1.0';
  info: { title: string; version: string; description: string };
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, JsonSchema>; securitySchemes: Record<string, object> };
}

/** Made from the table of routes and the schemas that they parse and answer with: what is not there is not said here. */
export function describe(routes: readonly Route[], url: string): OpenApi {
  const schemas = new Schemas();
  const paths: OpenApi['paths'] = {};
  const problemRef = schemas.of(problem, 'output');
  for (const route of routes) {
    if (route.api === undefined) continue;
    const path = (paths[addressOf(route)] ??= {});
    const operation = operationOf(route, route.api, { schemas, problemRef });
    const example = exampleOf(route);
    path[route.method.toLowerCase()] = example === undefined ? operation : exemplify(operation, example);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Claw Chat', version: '1', description: 'Chatting with agents, for programs.' },
    servers: [{ url }],
    paths,
    components: { schemas: sorted(schemas.named), securitySchemes },
  };
}

const securitySchemes = {
  page: { type: 'apiKey', in: 'cookie', name: 'session', description: 'A signed-in page of this installation.' },
  token: { type: 'http', scheme: 'bearer', description: 'A token of an hour, from POST /api/kilo-chat/token.' },
  key: { type: 'http', scheme: 'bearer', description: 'A key of a person, cck_…, from their settings.' },
  agent: {
    type: 'http',
    scheme: 'bearer',
    description: 'A key of an agent, ccb_…. Below /v1 with the header x-kilo-sandbox-id.',
  },
};

const callers: Record<Route['access'], (keyof typeof securitySchemes)[]> = {
  public: [],
  cookie: ['page'],
  session: ['page', 'token'],
  user: ['page', 'token', 'key'],
  participant: ['page', 'token', 'key', 'agent'],
  bot: ['agent'],
};

function operationOf(
  { method, path, access }: Route,
  api: RouteApi,
  { schemas, problemRef }: { schemas: Schemas; problemRef: JsonSchema },
): Operation {
  const input = api.input === undefined ? {} : schemas.of(api.input, 'input');
  const { inPath, rest } = splitInput(path, input);
  const isQuery = method === 'GET' || method === 'DELETE';
  const required = new Set(input.required);
  const query = isQuery ? Object.entries(rest) : [];
  return {
    operationId: `${method.toLowerCase()}${path.replace(/[/:-]+(\w)/g, (_, letter: string) => letter.toUpperCase())}`,
    summary: api.says,
    tags: [tagOf(path)],
    security: callers[access].map((name) => ({ [name]: [] })),
    parameters: [
      ...inPath.map(([name, schema]): Parameter => ({ name, in: 'path', required: true, schema })),
      ...query.map(([name, schema]): Parameter => ({ name, in: 'query', required: required.has(name), schema })),
    ],
    ...(isQuery ? {} : bodyOf(api, rest, required)),
    responses: {
      ...answersOf(api, schemas),
      default: { description: 'What went wrong.', content: { 'application/json': { schema: problemRef } } },
    },
  };
}

/** What the path names stands in the path, whichever schema judges it. */
function splitInput(path: string, { properties = {} }: JsonSchema) {
  const named = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  const known = properties as Record<string, JsonSchema>;
  const inPath = named.map((name): [string, JsonSchema] => [name, known[name] ?? { type: 'string' }]);
  const rest = Object.fromEntries(Object.entries(known).filter(([name]) => !named.includes(name)));
  return { inPath, rest };
}

function bodyOf({ takes }: RouteApi, rest: Record<string, JsonSchema>, required: Set<string>) {
  if (takes === 'file')
    return { requestBody: { required: true, content: { 'application/octet-stream': { schema: {} } } } };
  const names = Object.keys(rest);
  if (names.length === 0) return {};
  const needed = names.filter((name) => required.has(name));
  const schema: JsonSchema = { type: 'object', properties: rest, ...(needed.length > 0 && { required: needed }) };
  return { requestBody: { required: needed.length > 0, content: { 'application/json': { schema } } } };
}

const otherAnswers = {
  events: {
    description: 'A stream of events.',
    content: { 'text/event-stream': { schema: { type: 'string' as const } } },
  },
  file: { description: 'Its bytes.', content: { 'application/octet-stream': { schema: {} } } },
  page: { description: 'A page.', content: { 'text/html': { schema: { type: 'string' as const } } } },
  text: { description: 'Plain text.', content: { 'text/plain': { schema: { type: 'string' as const } } } },
};

function answersOf({ output, creates }: RouteApi, schemas: Schemas): Operation['responses'] {
  if (output === 'socket') return { 101: { description: STATUS_CODES[101] ?? '' } };
  if (typeof output === 'string') return { 200: otherAnswers[output] };
  const content = { 'application/json': { schema: schemas.of(output as ZodType, 'output') } };
  const made = { 201: { description: 'It was made.', content } };
  const done = { 200: { description: creates === 'sometimes' ? 'It was there before.' : 'Done.', content } };
  if (creates === 'always') return made;
  return creates === 'sometimes' ? { ...done, ...made } : done;
}

function addressOf({ path }: Route): string {
  return path.replace(/:(\w+)/g, '{$1}');
}

/** Agents have an API of their own; else what the address speaks of. */
function tagOf(path: string): string {
  if (path.startsWith('/bot/')) return 'Agents';
  const noun = /^\/v1\/([a-z]+)(\/|$)/.exec(path)?.[1];
  return noun === undefined ? 'Installation' : noun[0]?.toUpperCase() + noun.slice(1);
}

function sorted<T>(named: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(named).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
