import type { AppContext } from '../app-context.ts';
import { notFound } from '../errors.ts';

/** Any agent that is there, for what an operator does with what it was to hear. */
export async function accessSandboxOfAny({ sql }: AppContext, sandboxId: string): Promise<string> {
  const [row] = await sql`select from sandboxes where id = ${sandboxId} and status <> 'destroyed'`;
  if (row === undefined) throw notFound();
  return sandboxId;
}
