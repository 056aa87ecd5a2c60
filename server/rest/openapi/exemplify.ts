import type { Route } from '../route.ts';

import { agentExamples, type Example } from './examples.ts';
import type { Operation } from './operation.ts';

const agentsAddress = '/bot/v1/sandboxes/:sandboxId';

export function exampleOf({ method, path }: Pick<Route, 'method' | 'path'>): Example | undefined {
  return path.startsWith(agentsAddress) ? agentExamples[`${method} ${path.slice(agentsAddress.length)}`] : undefined;
}

/** Puts each part of an example where it stands in a call: in the path, the query, the body and the answer. */
export function exemplify(operation: Operation, { input, output }: Example): Operation {
  const named = new Set(operation.parameters.map(({ name }) => name));
  const body = Object.fromEntries(Object.entries(input).filter(([name]) => !named.has(name)));
  return {
    ...operation,
    parameters: operation.parameters.map((one) => (one.name in input ? { ...one, example: input[one.name] } : one)),
    ...(operation.requestBody !== undefined && {
      requestBody: { ...operation.requestBody, content: withExample(operation.requestBody.content, body) },
    }),
    responses: Object.fromEntries(
      Object.entries(operation.responses).map(([status, response]) =>
        status === 'default' || response.content === undefined
          ? [status, response]
          : [status, { ...response, content: withExample(response.content, output) }],
      ),
    ),
  };
}

function withExample<T extends object>(content: Record<string, T>, example: unknown): Record<string, T> {
  return Object.fromEntries(Object.entries(content).map(([type, media]) => [type, { ...media, example }]));
}
