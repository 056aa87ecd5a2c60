import type { JsonSchema } from './schemas.ts';

type Schema = JsonSchema | boolean;

/** A schema as a type that people read, in the notation that most of them know. */
export function shape(schema: Schema, indent = ''): string {
  if (typeof schema === 'boolean') return schema ? 'anything' : 'nothing';
  if (typeof schema.$ref === 'string') return schema.$ref.split('/').at(-1) ?? 'anything';
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const either = schema.anyOf ?? schema.oneOf;
  if (either !== undefined) return [...new Set(either.map((one) => shape(one, indent)))].join(' | ');
  if (schema.allOf !== undefined) return schema.allOf.map((one) => shape(one, indent)).join(' & ');
  if (Array.isArray(schema.type)) return schema.type.map((type) => shape({ ...schema, type }, indent)).join(' | ');
  switch (schema.type) {
    case 'object':
      return objectShape(schema, indent);
    case 'array':
      return arrayShape(schema, indent);
    case undefined:
      return 'anything';
    case 'null':
    case 'boolean':
      return schema.type;
    default:
      return `${String(schema.type)}${bounds(schema)}`;
  }
}

function objectShape({ properties = {}, required = [], additionalProperties }: JsonSchema, indent: string): string {
  const inner = `${indent}  `;
  const fields = Object.entries(properties as Record<string, Schema>).map(
    ([name, field]) => `${inner}${name}${required.includes(name) ? '' : '?'}: ${shape(field, inner)}\n`,
  );
  if (fields.length > 0) return `{\n${fields.join('')}${indent}}`;
  return typeof additionalProperties === 'object' ? `{ any name: ${shape(additionalProperties, indent)} }` : '{}';
}

function arrayShape(schema: JsonSchema, indent: string): string {
  const item = Array.isArray(schema.items) || schema.items === undefined ? 'anything' : shape(schema.items, indent);
  return `${/ \| /.test(item) ? `(${item})` : item}[]${bounds(schema)}`;
}

/** What JSON's numbers can't hold anyway is no bound to speak of. */
function bounds(schema: JsonSchema): string {
  const { minLength, maxLength, minItems, maxItems, minimum, maximum } = schema;
  const low = minLength ?? minItems ?? minimum;
  const high = maxLength ?? maxItems ?? maximum;
  const isEndless = high === undefined || high >= Number.MAX_SAFE_INTEGER;
  const isBottomless = low === undefined || low <= Number.MIN_SAFE_INTEGER;
  if (isEndless && isBottomless) return '';
  return ` (${isBottomless ? '' : low}…${isEndless ? '' : high})`;
}
