import { ulid } from 'ulid';
import type { ErrorCode } from '#lib/contract/errors.ts';
import type { Role, Scene } from './scene.ts';

export type Outcome = 'ok' | ErrorCode;

export interface Row {
  /** What everybody gets who isn't named in `but`. Those who are nobody here are `not_signed_in` unless said otherwise. */
  expected: Record<Role, Outcome>;
  /** A procedure's input, or a route's body; a route's parameters come from here, too. */
  input?: (scene: Scene) => Record<string, unknown>;
  /** Done once it is somebody else's scene: each of those who may gets a scene of their own. */
  spoils?: true;
}

const nobodies = {
  anonymous: 'not_signed_in',
  disabled: 'not_signed_in',
  bot: 'not_signed_in',
  'bot of another': 'not_signed_in',
  'bot of disabled': 'not_signed_in',
} as const;

function everybody(outcome: Outcome = 'ok'): Record<Role, Outcome> {
  return { ...people(outcome), anonymous: outcome, disabled: outcome, ...bots(outcome), 'bot of disabled': outcome };
}

/** Whoever is signed in: it is about themselves. */
function people(outcome: Outcome = 'ok'): Record<Role, Outcome> {
  const all = { stranger: outcome, 'removed member': outcome, member: outcome, owner: outcome, operator: outcome };
  return { ...nobodies, ...all };
}

function bots(outcome: Outcome): Pick<Record<Role, Outcome>, 'bot' | 'bot of another'> {
  return { bot: outcome, 'bot of another': outcome };
}

const ownerOnly = { ...people('not_found'), owner: 'ok' } as const;
const members = { ...ownerOnly, member: 'ok' } as const;
const operatorsOnly = { ...people('forbidden'), operator: 'ok' } as const;

/** On `/v1` a bot that is known is told what it may not do. */
const peopleNotBots = { ...people(), ...bots('forbidden') } as const;
const everyParticipant = { ...people(), ...bots('ok') } as const;
const participants = { ...members, bot: 'ok', 'bot of another': 'not_found' } as const;
const botOnly = { ...people('not_signed_in'), bot: 'ok', 'bot of another': 'not_found' } as const;

const content = [{ type: 'text', text: 'hello' }];
const conversation = ({ conversationId }: Scene) => ({ conversationId });
const sandbox = ({ sandboxId }: Scene) => ({ sandboxId });
const ownerId = ({ owner }: Scene) => ({ userId: owner.userId });
const message = ({ conversationId }: Scene) => ({ conversationId, content, clientId: ulid() });
const botMessage = ({ sandboxId, conversationId }: Scene) => ({ sandboxId, conversationId, content });
const markRead = ({ conversationId, messageId }: Scene) => ({ conversationId, lastSeenMessageId: messageId });
const newcomer = () => ({ name: 'Newcomer', email: `${ulid()}@home.test` });
const deadLink = 'A'.repeat(43);

/** A row for every procedure, route and path of ours. One that is missing fails the test. */
export const authorisation: Record<string, Row> = {
  'accounts.door': { expected: everybody() },
  'accounts.signUp': {
    expected: everybody(),
    input: () => ({ ...newcomer(), password: 'a long enough password' }),
  },
  'accounts.me': { expected: people() },
  'accounts.rename': { expected: people(), input: () => ({ name: 'Somebody' }) },
  'accounts.changePassword': {
    expected: people(),
    input: ({ password }) => ({ current: password, next: 'another good password' }),
    spoils: true,
  },
  'accounts.requestReset': { expected: everybody(), input: ({ owner }) => ({ email: owner.email }) },
  'accounts.resetPassword': {
    expected: everybody('link_used'),
    input: () => ({ token: deadLink, password: 'another good password' }),
  },
  'accounts.delete': { expected: people(), input: ({ password }) => ({ password }), spoils: true },

  'keys.list': { expected: people() },
  'keys.create': { expected: people(), input: () => ({ name: 'script' }) },
  'keys.revoke': { expected: ownerOnly, input: ({ owner }) => ({ id: owner.keyId }), spoils: true },
  'kiloChat.getToken': { expected: people() },
  'POST /api/kilo-chat/token': { expected: peopleNotBots },
  'POST /connect-ticket': { expected: peopleNotBots },
  'GET /connect': { expected: everybody('upgrade_required') },
  'UPGRADE /connect': { expected: people() },
  'GET /health': { expected: everybody() },
  'GET /health/live': { expected: everybody() },
  'GET /metrics': { expected: everybody() },
  'GET /v1/account/export': { expected: peopleNotBots },

  'sessions.list': { expected: people() },
  'sessions.revoke': { expected: ownerOnly, input: ({ owner }) => ({ id: owner.sessionId }), spoils: true },
  'sessions.revokeOthers': { expected: people(), spoils: true },

  'admin.people': { expected: operatorsOnly, input: () => ({}) },
  'admin.addPerson': { expected: operatorsOnly, input: newcomer },
  'admin.passwordLink': { expected: operatorsOnly, input: ownerId },
  'admin.disable': { expected: operatorsOnly, input: ownerId, spoils: true },
  'admin.enable': { expected: operatorsOnly, input: ({ disabledId }) => ({ userId: disabledId }), spoils: true },
  'admin.sessionsOf': { expected: operatorsOnly, input: ownerId },
  'admin.revokeSession': {
    expected: operatorsOnly,
    input: ({ owner }) => ({ userId: owner.userId, id: owner.sessionId }),
    spoils: true,
  },

  'sandboxes.list': { expected: people() },
  'sandboxes.create': { expected: people(), input: () => ({ label: 'Second' }) },

  'conversations.list': { expected: people(), input: () => ({}) },
  'conversations.get': { expected: members, input: conversation },
  'conversations.create': { expected: ownerOnly, input: sandbox },
  'conversations.markRead': { expected: members, input: markRead },
  'messages.list': { expected: members, input: conversation },
  'messages.send': { expected: members, input: message },

  'GET /v1/conversations': { expected: everyParticipant },
  'POST /v1/conversations': { expected: { ...ownerOnly, bot: 'ok', 'bot of another': 'not_found' }, input: sandbox },
  'GET /v1/conversations/:conversationId': { expected: participants, input: conversation },
  'GET /v1/conversations/:conversationId/events': { expected: participants, input: conversation },
  'GET /v1/conversations/:conversationId/messages': { expected: participants, input: conversation },
  'POST /v1/conversations/:conversationId/mark-read': {
    expected: { ...members, ...bots('forbidden') },
    input: markRead,
  },
  'POST /v1/messages': { expected: participants, input: message },

  'GET /bot/v1/sandboxes/:sandboxId/events': { expected: botOnly, input: sandbox },
  'POST /bot/v1/sandboxes/:sandboxId/deliveries/ack': {
    expected: botOnly,
    input: ({ sandboxId }) => ({ sandboxId, ids: [ulid()] }),
  },
  'POST /bot/v1/sandboxes/:sandboxId/messages': { expected: botOnly, input: botMessage },
  'GET /bot/v1/sandboxes/:sandboxId/conversations': { expected: botOnly, input: sandbox },
  'POST /bot/v1/sandboxes/:sandboxId/conversations': { expected: botOnly, input: sandbox },
  'GET /bot/v1/sandboxes/:sandboxId/conversations/:conversationId/messages': {
    expected: botOnly,
    input: ({ sandboxId, conversationId }) => ({ sandboxId, conversationId }),
  },
  'POST /bot/v1/sandboxes/:sandboxId/bot-status': {
    expected: botOnly,
    input: ({ sandboxId }) => ({ sandboxId, online: true, at: Date.now() }),
  },
};
