import type { ErrorCode } from '#lib/contract/errors.ts';
import { problemOf } from '#components/data/problem.ts';
import type { Problems } from './use-form.ts';

/**
 * The server's sentence, at the field that it is about: `places` says which codes belong to which field, a refused input
 * names its field itself, and the rest stands above the button.
 */
export function refusal<Field extends string>(
  error: unknown,
  fields: readonly Field[],
  places: Partial<Record<ErrorCode, Field>> = {},
): Problems<Field> {
  const { code, message, issues } = problemOf(error);
  const place = code === null ? undefined : places[code];
  if (place !== undefined) return at(place, message);
  for (const { path, message: why } of issues) {
    const field = fields.find((one) => one === path);
    if (field !== undefined) return at(field, why);
  }
  return at<Field>('form', message);
}

function at<Field extends string>(field: Field | 'form', message: string): Problems<Field> {
  const problems: Problems<Field> = {};
  problems[field] = message;
  return problems;
}
