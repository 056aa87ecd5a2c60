import { createHash } from 'node:crypto';
import type { Decision } from '#lib/contract/blocks.ts';
import type { Push, PushPayload } from '#lib/contract/notifications.ts';
import { must } from '#lib/std/must.ts';
import type { Facts } from './facts.ts';
import { words } from './words.ts';

/** Of an encrypted message of 4,096 bytes, with room for what encryption adds. */
const bytesMax = 3_900;
const bodyMax = 1_000;
const titleMax = 250;
const textMax = 200;
const reasonMax = 100;

export interface Action {
  value: Exclude<Decision, 'allow-always'>;
  token: string;
}

/** What a device is told of a dispatch, as much of it as its owner wants to be said. */
export function pushOf(facts: Facts, { badge, actions }: { badge: number; actions: Action[] }): Push {
  const { title, body } = saidOf(facts);
  const shown = { title: cut(title, titleMax), body: cut(body, bodyMax), tag: tagOf(facts), badge };
  return fitted({ id: facts.id, ...shown, data: payloadOf(facts, actions) });
}

/**
 * What may be decided from the notification itself: no at any time, and yes only where all of what is asked can be read. What
 * has signs in it that change how text is shown, or can't be seen, is read in the conversation.
 */
export function decidableOf(facts: Facts): Action['value'][] {
  const { asked } = facts;
  if (facts.kind !== 'approval' || asked === null) return [];
  const isOffered = (value: Action['value']) => asked.offered.some((one) => one.value === value);
  const question = questionOf(facts);
  const isWhole =
    facts.preview === 'full' && question !== '' && fitsWhole(facts, question) && !/[^\P{C}\n\t]/u.test(question);
  return [
    ...(isWhole && isOffered('allow-once') ? ['allow-once' as const] : []),
    ...(isOffered('deny') ? ['deny' as const] : []),
  ];
}

/** Also with the words that decide, which come later and have their length. */
function fitsWhole(facts: Facts, question: string): boolean {
  if (question.length > bodyMax) return false;
  const actions: Action[] = [
    { value: 'allow-once', token: 'x'.repeat(43) },
    { value: 'deny', token: 'x'.repeat(43) },
  ];
  return pushOf(facts, { badge: 1_000, actions }).body === question;
}

function saidOf(facts: Facts): { title: string; body: string } {
  const { kind, preview } = facts;
  if (kind === 'lifecycle') return lifecycleOf(facts);
  const brief = words[kind];
  if (preview === 'none') return { title: words.product, body: brief };
  const title = words.place(facts.label ?? words.product, facts.title ?? words.untitled);
  if (preview === 'title') return { title, body: brief };
  const text = kind === 'message' ? cut(oneLine(facts.beginning ?? ''), textMax) : questionOf(facts);
  return { title, body: text === '' ? brief : text };
}

function lifecycleOf({ detail, label, preview }: Facts): { title: string; body: string } {
  const { event, reason } = must(detail, 'what happened to it');
  const { brief, title, body } = words.lifecycle[event];
  if (preview === 'none') return { title: words.product, body: brief };
  return { title: title(label ?? words.product), body: reason === null ? body : cut(oneLine(reason), reasonMax) };
}

/** As it was shown when it was asked: what it is about, the whole of what would be run, and where. */
function questionOf({ asked }: Facts): string {
  const { text = '', block } = asked?.snapshot ?? {};
  const request = block?.request ?? null;
  if (request === null) return text.trim();
  return [request.title, request.command, request.where].filter((part) => part != null).join('\n');
}

/** A conversation's newest takes the place of the one before; a question stands until it is decided. */
function tagOf({ kind, sandboxId, conversationId, messageId, groupId }: Facts): string {
  if (kind === 'lifecycle') return `sandbox:${sandboxId}`;
  if (kind === 'message') return `conversation:${conversationId}`;
  // An agent names its questions as it likes, and at any length.
  return `approval:${messageId}:${createHash('sha256').update(String(groupId)).digest('base64url')}`;
}

function payloadOf({ kind, sandboxId, detail, ...facts }: Facts, actions: Action[]): PushPayload {
  if (kind === 'lifecycle') {
    return { type: 'instance-lifecycle', event: must(detail, 'what happened to it').event, sandboxId };
  }
  const conversationId = must(facts.conversationId, 'its conversation');
  const messageId = must(facts.messageId, 'its message');
  if (kind === 'message') return { type: 'chat.message', sandboxId, conversationId, messageId };
  return { type: 'approval', sandboxId, conversationId, messageId, groupId: must(facts.groupId, 'its group'), actions };
}

/** What is too long loses the end of what it shows, never what it is about. */
function fitted(push: Push): Push {
  let { body } = push;
  while (Buffer.byteLength(JSON.stringify({ ...push, body })) > bytesMax)
    body = cut(body, Math.floor(body.length * 0.9));
  return { ...push, body };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Never half of a character. */
function cut(text: string, max: number): string {
  const whole = text.toWellFormed();
  if (whole.length <= max) return whole;
  return `${whole.slice(0, Math.max(0, max - 1)).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
