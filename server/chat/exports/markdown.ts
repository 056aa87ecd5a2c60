import type { Block } from '#lib/contract/blocks.ts';
import type { Conversation, Message } from '#lib/contract/chat.ts';
import { textOf } from '#lib/contract/text-of.ts';
import type { Names } from './names.ts';

export function heading({ title, createdAt, members }: Conversation, names: Names): string {
  const who = members.map(({ id }) => inline(names(id))).join(', ');
  return `# ${inline(title ?? 'Untitled')}\n\nBegun ${instant(createdAt)}. With ${who}.\n`;
}

/**
 * Everything of ours stands at the margin, everything that was said stands in a quote: no text reaches out of it, whatever
 * its fences, lists and headings are left open.
 */
export function messageAsMarkdown(message: Message, names: Names): string {
  const { senderId, createdAt, deleted, updatedAt, replyTo, reactions, stream } = message;
  const marks = [
    ...(deleted ? ['deleted'] : []),
    ...(!deleted && updatedAt !== null ? [`edited ${instant(updatedAt)}`] : []),
    ...(stream === 'open' ? ['still being written'] : []),
    ...(stream === 'interrupted' ? ['interrupted'] : []),
  ];
  const said = deleted ? '' : textOf(message.content);
  return [
    `\n**${inline(names(senderId))}** · ${[instant(createdAt), ...marks].join(' · ')}\n`,
    ...(replyTo === null || deleted ? [] : [inReplyTo(replyTo, names)]),
    ...(said === '' ? [] : [quoted(said)]),
    ...message.content.flatMap((block) => beside(block, names)),
    ...(reactions.length === 0 ? [] : [`Reactions: ${reactions.map((one) => reaction(one, names)).join('; ')}\n`]),
  ].join('\n');
}

function inReplyTo({ senderId, previewText, deleted }: NonNullable<Message['replyTo']>, names: Names): string {
  const whose = senderId === null ? 'a message' : inline(names(senderId));
  return `In reply to ${whose}${deleted || previewText === null ? '' : `: ${inline(previewText)}`}\n`;
}

function beside(block: Block, names: Names): string[] {
  if (block.type === 'attachment') {
    return [`File: ${inline(block.filename)} (${inline(block.mimeType)}, ${block.size} bytes)\n`];
  }
  if (block.type === 'text') return [];
  const { request, state, resolved } = block;
  const asked = request === null ? 'Asked for approval' : `Asked for approval: ${inline(request.title)}`;
  const by = resolved === null ? '' : `: ${resolved.value} by ${inline(names(resolved.resolvedBy))}`;
  return [
    `${asked} (${state}${by})\n`,
    ...(request?.command == null ? [] : [`${fenced(request.command).map(quote).join('\n')}\n`]),
  ];
}

function reaction({ emoji, memberIds }: Message['reactions'][number], names: Names): string {
  return `${inline(emoji)} ${memberIds.map((id) => inline(names(id))).join(', ')}`;
}

/**
 * What a quote doesn't hold: a tag or a comment that is never closed, which a browser would end at the document's end, and a
 * link's definition, which holds for all of the document. A text with any of these is shown as it was typed.
 */
const reachesOut = /<[a-z/!?]|^[ \t>]*(?:[-*+]|\d+[.)])?[ \t>]*\[[^\]]*\]:/im;

function quoted(text: string): string {
  const lines = reachesOut.test(text) ? fenced(text) : linesOf(text);
  return `${lines.map(quote).join('\n')}\n`;
}

/** Longer than any fence in it, so that none of them closes it. */
function fenced(text: string): string[] {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return [fence, ...linesOf(text), fence];
}

function linesOf(text: string): string[] {
  return text.split(/\r\n|\n|\r/);
}

function quote(line: string): string {
  return line === '' ? '>' : `> ${line}`;
}

/** In one line, and nothing but text: every sign that could mean something is taken at its word. */
export function inline(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[!-/:-@[-`{-~]/g, '\\$&');
}

function instant(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
