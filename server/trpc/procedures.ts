import { Fault, notFound } from '../errors.ts';
import { procedure } from './init.ts';

/** For everybody, signed in or not. */
export const publicProcedure = procedure;

/** For people who are signed in; the principal is theirs. */
export const signedInProcedure = procedure.use(({ ctx, next }) => {
  if (ctx.principal === null) throw notSignedIn();
  return next({ ctx: { principal: ctx.principal } });
});

/** For those who run this installation; for everybody else it isn't there. */
export const operatorProcedure = signedInProcedure.use(({ ctx, next }) => {
  if (!ctx.principal.isOperator) throw notFound();
  return next();
});

export function notSignedIn(): Fault {
  return new Fault('not_signed_in', 'Sign in first.');
}
