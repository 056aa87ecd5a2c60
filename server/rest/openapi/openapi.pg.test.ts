import { afterAll, beforeAll, describe as about, expect, test } from 'vitest';
import { z } from 'zod';
import { deliverySchema } from '#lib/contract/bots.ts';
import { must } from '#lib/std/must.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask } from '#server/testing/ask.ts';
import { authorisation } from '#server/testing/authorisation-table.ts';
import { allDoors, knock } from '#server/testing/doors.ts';
import { setScene, type Scene } from '#server/testing/scene.ts';
import type { Route } from '../route.ts';
import { routes } from '../table.ts';
import { agentExamples } from './examples.ts';
import { exampleOf } from './exemplify.ts';
import type { OpenApi } from './document.ts';
import type { Operation } from './operation.ts';
import type { JsonSchema } from './schemas.ts';

let house: TestApp;
let common: Scene;
let document: OpenApi;

beforeAll(async () => {
  house = await startTestApp({ limits: 'generous', env: { OUTBOUND_ALLOWED_HOSTS: '127.0.0.1' } });
  common = await setScene(house.app);
  document = (await ask('GET', `${house.url}/v1/openapi.json`)).body as OpenApi;
});
afterAll(() => house.close());

const nameOf = ({ method, path }: Route) => `${method} ${path}`;
const named = routes.map((route) => [nameOf(route), route] as const);

const roleOf = ({ access }: Route) => (access === 'bot' ? 'bot' : 'owner');
const isJson = ({ api }: Route) => typeof api?.output === 'object';
/** Who may do it, may do it in a scene of the matrix. What needs more than a scene has is judged where it is tested. */
const isAnswered = (route: Route) => authorisation[nameOf(route)]?.expected[roleOf(route)] === 'ok';

function operationOf({ method, path }: Route): Operation {
  const address = path.replace(/:(\w+)/g, '{$1}');
  return must(document.paths[address]?.[method.toLowerCase()], `${method} ${path} in the document`);
}

/** The document's own schema of an answer, with all that it points at. */
function judge(schema: JsonSchema): z.ZodType {
  const whole = JSON.stringify({ ...schema, $defs: document.components.schemas });
  return z.fromJSONSchema(JSON.parse(whole.replaceAll('#/components/schemas/', '#/$defs/')) as never);
}

test.each(named)('%s says what it takes and gives', (_name, route) => {
  const { summary, parameters } = operationOf(route);
  expect(summary).toMatch(/^[A-Z].*\.$/);
  const inPath = parameters.filter((one) => one.in === 'path').map(({ name }) => name);
  expect(inPath).toEqual([...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name));
});

test.each(named)('%s takes what its schema says', (name, route) => {
  const input = authorisation[name]?.input?.(common);
  if (input === undefined || route.api?.input === undefined) return;
  expect(route.api.input.safeParse(input).error?.issues ?? []).toEqual([]);
});

test.each(named)('%s answers what the document says', async (name, route) => {
  const row = must(authorisation[name], `a row for ${name}`);
  if (!isJson(route) || !isAnswered(route)) return;
  const scene = route.method === 'GET' ? common : await setScene(house.app);
  const role = roleOf(route);
  const { headers } = must(
    scene.ways.find((way) => way.role === role),
    'a way in',
  );
  const door = must(
    allDoors().find((one) => one.name === name),
    'a door',
  );
  const { status, body } = await knock(house.url, door, { headers, input: row.input?.(scene) });
  const { responses } = operationOf(route);
  const content = must(responses[String(status)], `${status} among the answers`).content;
  const { schema } = must(content?.['application/json'], 'a schema');
  expect(judge(schema).safeParse(body).error?.issues ?? []).toEqual([]);
});

test('of all answers in JSON only these few are not judged here', () => {
  const others = routes.filter((route) => isJson(route) && !isAnswered(route)).map(nameOf);
  expect(others.toSorted()).toEqual([
    'POST /bot/v1/sandboxes/:sandboxId/messages/:messageId/append',
    // By the word of a notification, which nobody here has.
    'POST /v1/push/act',
    'PUT /v1/attachments/:attachmentId/bytes',
  ]);
});

test('what is refused is the problem that the document describes', async () => {
  const { body } = await ask('GET', `${house.url}/v1/conversations`);
  expect(judge({ $ref: '#/components/schemas/Problem' }).safeParse(body).success).toBe(true);
  expect(judge({ $ref: '#/components/schemas/Problem' }).safeParse({ error: { code: 'odd' } }).success).toBe(false);
});

test('a field that the document doesn’t know is found out', () => {
  const message = document.components.schemas['Message'];
  expect(message).toMatchObject({ type: 'object', additionalProperties: false });
});

about('an example', () => {
  const agents = named.filter(([, { path }]) => path.startsWith('/bot/'));

  test.each(agents)('%s has one, which it takes and answers', (_name, route) => {
    const example = must(exampleOf(route), 'an example');
    expect(route.api?.input?.safeParse(example.input).error?.issues ?? []).toEqual([]);
    const { parameters, requestBody, responses } = operationOf(route);
    const inPath = parameters.filter((one) => one.in === 'path');
    expect(inPath.filter((one) => typeof one.example !== 'string')).toEqual([]);
    const body = requestBody?.content['application/json'] ?? { schema: {}, example: null };
    expect(judge(body.schema).safeParse(body.example).error?.issues ?? []).toEqual([]);
    const [answer] = Object.entries(responses).flatMap(([status, { content = {} }]) =>
      status === 'default' ? [] : Object.values(content),
    );
    const { schema, example: answered } = must(answer, 'an answer');
    expect(answered).toBeDefined();
    expect(judge(schema).safeParse(answered).error?.issues ?? []).toEqual([]);
  });

  test('of the stream is a delivery', () => {
    const told = must(agentExamples['GET /events'], 'the stream').output as string;
    const [, data = ''] = /^data: (.*)$/m.exec(told) ?? [];
    expect(deliverySchema.safeParse(JSON.parse(data)).error?.issues ?? []).toEqual([]);
  });

  test('belongs to a path that there is', () => {
    const known = agents.map(([, { method, path }]) => `${method} ${path.replace('/bot/v1/sandboxes/:sandboxId', '')}`);
    expect(Object.keys(agentExamples).filter((name) => !known.includes(name))).toEqual([]);
  });
});

about('the page', () => {
  test('needs nothing but itself, and runs nothing', async () => {
    const { status, headers, text } = await ask('GET', `${house.url}/docs/api`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/]+=*';/);
    expect(text).not.toMatch(/<script|src=|https?:|style="| on\w+=/);
  });

  test('has every operation and leads to everything that has a name', async () => {
    const { text } = await ask('GET', `${house.url}/docs/api`);
    for (const methods of Object.values(document.paths)) {
      for (const { operationId } of Object.values(methods)) expect(text).toContain(`id="${operationId}"`);
    }
    for (const [, id] of text.matchAll(/href="#([^"]+)"/g)) expect(text).toContain(`id="${id}"`);
    const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
