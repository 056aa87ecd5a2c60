import { z } from 'zod';
import { parseEvent } from '#lib/contract/events.ts';
import type { BackplaneMessage, EphemeralEvent } from '../backplane.ts';

/** What one node says to the others. */
const saidSchema = z.object({
  from: z.string(),
  message: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('wake') }),
    z.object({ kind: z.literal('presence') }),
    z.object({
      kind: z.literal('tell'),
      event: z.object({
        context: z.string(),
        event: z.string(),
        payload: z.unknown(),
        about: z.string().optional(),
        alsoTo: z.array(z.string()).optional(),
      }),
    }),
  ]),
});

type Told = Extract<z.infer<typeof saidSchema>['message'], { kind: 'tell' }>['event'];

export interface Said {
  from: string;
  message: BackplaneMessage;
}

export function encodeSaid(said: Said): string {
  return JSON.stringify(said);
}

/** Null for what no node of this version says: another version's event, or somebody else's text. */
export function parseSaid(text: string): Said | null {
  const said = saidSchema.safeParse(jsonOf(text));
  if (!said.success) return null;
  const { from, message } = said.data;
  if (message.kind !== 'tell') return { from, message };
  const event = eventOf(message.event);
  return event === null ? null : { from, message: { kind: 'tell', event } };
}

function eventOf({ about, alsoTo, ...told }: Told): EphemeralEvent | null {
  const event = parseEvent(told);
  if (event === null) return null;
  return { ...event, ...(about === undefined ? {} : { about }), ...(alsoTo === undefined ? {} : { alsoTo }) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
