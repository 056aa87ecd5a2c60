/** Ends a switch over a union: a new member that is not handled fails the type check here. */
export function unreachable(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}
