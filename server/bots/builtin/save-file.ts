import { z } from 'zod';
import type { NewFile } from '#lib/bot-sdk/answering.ts';
import type { ActionsBlock, ApprovalBlock } from '#lib/contract/blocks.ts';
import { commandMax } from '#lib/contract/limits.ts';

/** A short text that becomes a file of the conversation, if people want it. */
export interface TextFile {
  name: string;
  text: string;
  why: string | null;
}

const kind = 'save_file';
/** In characters, each of which may be two units of the card's title. */
const nameMax = 90;
const whyMax = 500;

/** The one thing that the agent can do. It harms nobody, and it is asked for like what would. */
export const saveFileTool = {
  type: 'function' as const,
  function: {
    name: kind,
    description:
      'Saves a short text as a file in this conversation. People are shown the whole text and decide first, so call it only when a file is wanted.',
    parameters: {
      type: 'object',
      properties: {
        name: { type: 'string', description: 'The file’s name with its ending, like notes.md' },
        text: { type: 'string', description: `The whole text of the file, at most ${commandMax} characters` },
        why: { type: 'string', description: 'Why, in one short sentence' },
      },
      required: ['name', 'text'],
    },
  },
};

const argumentsSchema = z.object({
  name: z.string().max(1_000),
  text: z.string(),
  why: z.string().nullish(),
});

/** What the model wants to save; or, in words for people, why that can't be. */
export function readCall(call: { name: string; arguments: string }): TextFile | string {
  if (call.name !== kind) return 'I wanted to use a tool that I don’t have, so nothing was done.';
  const asked = argumentsSchema.safeParse(parsed(call.arguments));
  if (!asked.success) return 'I wanted to save a file, but didn’t say properly which one. Nothing was saved.';
  const text = cleaned(asked.data.text);
  const why = cleaned(asked.data.why ?? '').trim();
  const name = nameOf(asked.data.name);
  if (text.trim() === '') return `I wanted to save ${name}, but there was nothing in it. Nothing was saved.`;
  if (text.length > commandMax) {
    return `I wanted to save ${name}, but it is longer than the ${commandMax} characters that people can be shown before they decide. Nothing was saved.`;
  }
  return { name, text, why: why === '' ? null : why.slice(0, whyMax).toWellFormed() };
}

/** What no message can hold is left out. */
function cleaned(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}

/** Nothing waits for it, so whoever may decide can be at lunch. */
const decideWithinMs = 60 * 60_000;

/** All of it, as people decide on it. What is saved later is read from the card, so it is what they have seen. */
export function questionOf({ name, text, why }: TextFile, groupId: string): ActionsBlock {
  return {
    type: 'actions',
    groupId,
    actions: [
      { label: 'Allow once', style: 'primary', value: 'allow-once' },
      { label: 'Deny', style: 'danger', value: 'deny' },
    ],
    expiresAt: Date.now() + decideWithinMs,
    request: { kind, title: `Save ${name}`, command: text, where: 'In this conversation, as a file', why },
  };
}

/** Null: the card asks for something else. */
export function fileOf({ request }: Pick<ApprovalBlock, 'request'>): TextFile | null {
  if (request?.kind !== kind || request.command == null || !request.title.startsWith('Save ')) return null;
  return { name: nameOf(request.title.slice('Save '.length)), text: request.command, why: request.why ?? null };
}

/** Its bytes, as a file of a message. */
export function uploadOf({ name, text }: TextFile): NewFile {
  return { filename: name, mimeType: 'text/plain', bytes: new TextEncoder().encode(text) };
}

/** A name, and no path. */
function nameOf(asked: string): string {
  const last = asked.split(/[/\\]/).at(-1) ?? '';
  const plain = last.replaceAll(/[^\p{L}\p{N} ._()-]/gu, '').replace(/^[ .]+/, '');
  return [...plain].slice(0, nameMax).join('').trim() || 'file.txt';
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
