import fc from 'fast-check';
import { z, type ZodType } from 'zod';

type Input = Record<string, unknown>;
type Path = readonly (string | number)[];
/** One way to spoil an input: what stands at a place there, or that nothing does. */
interface Spoiling {
  path: Path;
  value: unknown;
}

const nothing = Symbol('nothing');

/**
 * Inputs that a schema's neighbourhood holds: for each place in it what is too short, too long, of another type, missing or
 * unheard of; one at a time, then in seeded pairs. Some of them are fine, and are as good a question.
 */
export function spoiltInputs(schema: ZodType, valid: Input, { seed, most }: { seed: number; most: number }): Input[] {
  const described = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', target: 'draft-2020-12' });
  const spoilings = [...spoilingsOf(described as Node, valid, [])];
  const pairs = fc.sample(fc.tuple(fc.constantFrom(...spoilings), fc.constantFrom(...spoilings)), {
    seed,
    numRuns: 20,
  });
  const single =
    fc.sample(fc.shuffledSubarray(spoilings, { minLength: spoilings.length }), { seed, numRuns: 1 })[0] ?? [];
  const sets = [...pairs, ...single.map((one) => [one])].slice(0, most);
  return sets.map((spoils) => spoils.reduce<Input>((input, one) => spoil(input, one.path, one.value) as Input, valid));
}

interface Node {
  type?: string;
  properties?: Record<string, Node>;
  items?: Node;
  anyOf?: Node[];
  oneOf?: Node[];
  allOf?: Node[];
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  maxItems?: number;
  const?: unknown;
}

function* spoilingsOf(node: Node, valid: unknown, path: Path): Generator<Spoiling> {
  const at = (value: unknown): Spoiling => ({ path, value });
  if (path.length > 0) yield* [nothing, null, {}, [], true, 7, 'x', ['x'], deep()].map(at);
  yield* boundsOf(node).map(at);
  for (const [name, property] of Object.entries(node.properties ?? {}))
    yield* spoilingsOf(property, valueAt(valid, name), [...path, name]);
  if (node.properties !== undefined) {
    yield { path: [...path, 'unheardOf'], value: 'x' };
    yield { path: [...path, 'constructor'], value: { prototype: 'x' } };
    yield { path: [...path, '__proto__'], value: { isOperator: true } };
  }
  if (node.items !== undefined) yield* spoilingsOf(node.items, valueAt(valid, 0), [...path, 0]);
  for (const variant of [...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.allOf ?? [])])
    yield* spoilingsOf(variant, valid, path);
}

/** More than this doesn't fit into an address, where the inputs of queries stand. */
const addressMost = 80;

/** What stands at the edges of what is allowed, and what text and numbers are elsewhere. */
function boundsOf({
  type,
  minLength = 0,
  maxLength = 200,
  minimum = 0,
  maximum = 100,
  maxItems = 20,
  items,
}: Node): unknown[] {
  if (type === 'string')
    return [
      ...strings,
      'x'.repeat(Math.max(0, minLength - 1)),
      'x'.repeat(maxLength + 1),
      '🏳️‍🌈'.repeat(Math.min(maxLength, addressMost)),
    ];
  if (type === 'integer' || type === 'number') return [...numbers, minimum - 1, minimum, maximum, maximum + 1];
  if (type === 'array') return [Array.from({ length: maxItems + 1 }, () => sampleOf(items ?? {}))];
  return [];
}

const strings = [
  '', ' \n\t ', '0', '-1', 'null', 'undefined', '[object Object]', '__proto__', '../../etc/passwd', '%00', '%2e%2e%2f',
  "' or 1=1 --", '{"$gt":""}', '\u202e\u2066', '\u200b', '\u{1F600}', '<script>alert(1)</script>', '7ZZZZZZZZZZZZZZZZZZZZZZZZZ',
  '00000000000000000000000000', 'a'.repeat(4_000), '\u0430dmin', 'e\u0301'.repeat(20), '\ufeffx', '\u2028', '1e999', '2026-02-30T25:00:00Z', 'bot:kiloclaw:', 'bot:kiloclaw:../x', 'eyJ2IjoxfQ',
]; // prettier-ignore
const numbers = [-1, -0, 0.5, 1e308, -1e308, 2 ** 31, 2 ** 53, 2 ** 63, '1', '1e2', ' 1'];

function sampleOf({ type, properties = {} }: Node): unknown {
  if (type === 'string') return 'x';
  if (type === 'object')
    return Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, one.const ?? sampleOf(one)]));
  return 1;
}

/** Nested deeper than anybody means; two of them still fit into an address. */
function deep(): unknown {
  return Array.from({ length: 300 }).reduce((inner) => ({ inner }), 'x');
}

function valueAt(value: unknown, key: string | number): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[key] : undefined;
}

function spoil(input: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  const inner = rest.length === 0 ? value : spoil(valueAt(input, key), rest, value);
  if (typeof key === 'number') return [inner === nothing ? null : inner];
  const { [key]: _replaced, ...others } = (typeof input === 'object' && input !== null ? input : {}) as Input;
  return inner === nothing ? others : { ...others, [key]: inner };
}
