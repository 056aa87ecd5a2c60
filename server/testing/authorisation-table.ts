import { ulid } from 'ulid';
import { conversationContext } from '#lib/contexts.ts';
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
  /** Operators see how these of the scene are called: names, and never what was said. */
  names?: readonly ('agent' | 'phone')[];
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
  return { ...nobodies, ...all, ...colleagues(outcome), 'other org admin': outcome };
}

/** The people of the agent's organization who aren't in the conversation. */
function colleagues(outcome: Outcome): Pick<Record<Role, Outcome>, 'org owner' | 'org admin' | 'org member'> {
  return { 'org owner': outcome, 'org admin': outcome, 'org member': outcome };
}

function bots(outcome: Outcome): Pick<Record<Role, Outcome>, 'bot' | 'bot of another'> {
  return { bot: outcome, 'bot of another': outcome };
}

const ownerOnly = { ...people('not_found'), owner: 'ok' } as const;
const members = { ...ownerOnly, member: 'ok' } as const;
const ownerNotBots = { ...ownerOnly, ...bots('forbidden') } as const;
/** An agent of an organization: its people may write to it, and who runs the organization may manage it. */
const users = { ...ownerOnly, ...colleagues('ok') } as const;
const usersNotBots = { ...users, ...bots('forbidden') } as const;
const managers = { ...users, 'org member': 'forbidden' } as const;
const managersNotBots = { ...managers, ...bots('forbidden') } as const;
/** The organization itself. An operator may what its owners may; a member of it has nothing to run. */
const inOrganization = { ...users, operator: 'ok' } as const;
const whoRuns = { ...inOrganization, 'org member': 'not_found' } as const;
const whoOwns = { ...whoRuns, 'org admin': 'forbidden' } as const;
const operatorsOnly = { ...people('not_found'), operator: 'ok' } as const;

/** On `/v1` a bot that is known is told what it may not do. */
const peopleNotBots = { ...people(), ...bots('forbidden') } as const;
const everyParticipant = { ...people(), ...bots('ok') } as const;
/** What only its author may do to a message, and only who began a conversation, or runs its organization, to its members. */
const ownerOfMembers = { ...members, member: 'forbidden' } as const;
const ownerOfParticipants = { ...ownerOfMembers, bot: 'forbidden', 'bot of another': 'not_found' } as const;
const membersNotBots = { ...members, ...bots('forbidden') } as const;
const participants = { ...members, bot: 'ok', 'bot of another': 'not_found' } as const;
const botOnly = { ...people('not_signed_in'), bot: 'ok', 'bot of another': 'not_found' } as const;

const content = [{ type: 'text', text: 'hello' }];
const conversation = ({ conversationId }: Scene) => ({ conversationId });
const contextUse = ({ conversationId }: Scene) => ({
  conversationId,
  contextTokens: 48_210,
  contextWindow: 200_000,
  at: Date.now(),
});
const sandbox = ({ sandboxId }: Scene) => ({ sandboxId });
const badge = ({ sandboxId }: Scene) => ({ badgeBucket: `kiloclaw:${sandboxId}` });
const organization = ({ organizationId }: Scene) => ({ organizationId });
const organizationNamed = ({ organizationId, organizationName }: Scene) => ({ organizationId, name: organizationName });
const colleague = ({ organizationId, colleagueId }: Scene) => ({ organizationId, userId: colleagueId });
const named = ({ sandboxId }: Scene) => ({ sandboxId, label: 'Renamed' });
const botKey = ({ sandboxId }: Scene) => ({ sandboxId, name: 'script' });
const ownBotKey = ({ sandboxId, botKeyId }: Scene) => ({ sandboxId, keyId: botKeyId });
const endpoint = ({ sandboxId }: Scene) => ({ sandboxId, url: 'http://127.0.0.1:9/' });
const delivery = ({ sandboxId, deliveryId }: Scene) => ({ sandboxId, deliveryId });
const ownerId = ({ owner }: Scene) => ({ userId: owner.userId });
const reason = 'the matrix asks';
const ownerDeed = ({ owner }: Scene) => ({ userId: owner.userId, reason });
const sandboxDeed = ({ sandboxId }: Scene) => ({ sandboxId, reason });
const message = ({ conversationId }: Scene) => ({ conversationId, content, clientId: ulid() });
const botMessage = ({ sandboxId, conversationId }: Scene) => ({ sandboxId, conversationId, content });
const ownMessage = ({ conversationId, messageId }: Scene) => ({ conversationId, messageId });
const edit = (scene: Scene) => ({ ...ownMessage(scene), content, expectedVersion: 1 });
const reaction = (scene: Scene) => ({ ...ownMessage(scene), emoji: '👍' });
const announcedFile = ({ conversationId }: Scene) => ({
  conversationId,
  mimeType: 'text/plain',
  size: 5,
  filename: 'notes.txt',
});
const sentFile = ({ conversationId, attachmentId }: Scene) => ({ conversationId, attachmentId });
const title = ({ conversationId }: Scene) => ({ conversationId, title: 'Renamed' });
const draft = ({ conversationId }: Scene) => ({ conversationId, text: 'half a thought' });
const addition = ({ conversationId, colleagueId }: Scene) => ({ conversationId, userId: colleagueId });
const removal = ({ conversationId, companionId }: Scene) => ({ conversationId, memberId: companionId });
/** The agent's own message, at the agent's door. */
const botsMessage = ({ sandboxId, conversationId, botMessageId }: Scene) => ({
  sandboxId,
  conversationId,
  messageId: botMessageId,
});
/** The scene's people are in the conversation; the organization's owner is the one who decides. */
const decision = ({ question }: Scene) => ({ ...question, value: 'deny' });
const inSandbox = (input: (scene: Scene) => Record<string, unknown>) => (scene: Scene) => ({
  ...input(scene),
  sandboxId: scene.sandboxId,
});
const markRead = ({ conversationId, messageId }: Scene) => ({ conversationId, lastSeenMessageId: messageId });
const newcomer = () => ({ name: 'Newcomer', email: `${ulid()}@home.test` });
const newDevice = () => ({ kind: 'expo', token: `ExponentPushToken[${ulid()}]`, name: 'Phone' });
const device = ({ owner }: Scene) => ({ targetId: owner.targetId });
const namedDevice = (scene: Scene) => ({ ...device(scene), name: 'Tablet' });
const wishes = () => ({
  preview: 'none',
  messages: true,
  approvals: true,
  lifecycle: false,
  quiet: { from: 1_320, until: 420 },
  timeZone: 'Europe/Berlin',
});
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
  'accounts.waysIn': { expected: people() },
  // No provider is configured here: there is nothing to unlink.
  'accounts.unlink': { expected: people('not_found'), input: () => ({ provider: 'oidc' }) },

  'invitations.list': { expected: whoRuns, input: organization },
  'invitations.create': { expected: whoRuns, input: (scene) => ({ ...organization(scene), role: 'member' }) },
  'invitations.revoke': {
    expected: whoRuns,
    input: (scene) => ({ ...organization(scene), invitationId: scene.invitation.id }),
    spoils: true,
  },
  'invitations.preview': { expected: everybody(), input: ({ invitation }) => ({ token: invitation.token }) },
  'invitations.accept': {
    expected: people(),
    input: ({ invitation }) => ({ token: invitation.token }),
    spoils: true,
  },

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
  'GET /v1/openapi.json': { expected: everybody() },
  'GET /docs/api': { expected: everybody() },
  'GET /metrics': { expected: everybody() },
  'GET /integrations/openclaw-plugin.tgz': { expected: everybody() },
  'GET /v1/account/export': { expected: peopleNotBots },

  'sessions.list': { expected: people() },
  'sessions.revoke': { expected: ownerOnly, input: ({ owner }) => ({ id: owner.sessionId }), spoils: true },
  'sessions.revokeOthers': { expected: people(), spoils: true },

  'admin.running': { expected: operatorsOnly },
  'admin.overview': { expected: operatorsOnly },
  'admin.people': { expected: operatorsOnly, input: () => ({}) },
  'admin.person': { expected: operatorsOnly, input: ownerId, names: ['phone'] },
  'admin.addPerson': { expected: operatorsOnly, input: () => ({ ...newcomer(), reason }) },
  'admin.passwordLink': { expected: operatorsOnly, input: ownerDeed },
  'admin.disable': { expected: operatorsOnly, input: ownerDeed, spoils: true },
  'admin.enable': {
    expected: operatorsOnly,
    input: ({ disabledId }) => ({ userId: disabledId, reason }),
    spoils: true,
  },
  'admin.makeOperator': { expected: operatorsOnly, input: ownerDeed, spoils: true },
  'admin.unmakeOperator': {
    expected: operatorsOnly,
    input: ({ operatorId }) => ({ userId: operatorId, reason }),
    spoils: true,
  },
  'admin.revokeSession': {
    expected: operatorsOnly,
    input: ({ owner }) => ({ userId: owner.userId, id: owner.sessionId, reason }),
    spoils: true,
  },
  'admin.revokeSessions': { expected: operatorsOnly, input: ownerDeed, spoils: true },
  'admin.removeDevice': {
    expected: operatorsOnly,
    input: ({ owner }) => ({ userId: owner.userId, id: owner.targetId, reason }),
    spoils: true,
  },
  'admin.revokeKey': {
    expected: operatorsOnly,
    input: ({ owner }) => ({ userId: owner.userId, id: owner.keyId, reason }),
    spoils: true,
  },
  'admin.exportPerson': { expected: operatorsOnly, input: ownerDeed },
  'admin.deletePerson': {
    expected: operatorsOnly,
    input: ({ owner }) => ({ userId: owner.userId, email: owner.email, reason }),
    spoils: true,
  },
  // An address is its own key, and nobody here has one.
  'GET /v1/people/:userId/export': { expected: { ...people('not_found'), ...bots('forbidden') }, input: ownerId },
  'admin.organizations': { expected: operatorsOnly, input: () => ({}) },
  'admin.sandboxes': { expected: operatorsOnly, input: () => ({}) },
  'admin.sandboxFigures': { expected: operatorsOnly },
  'admin.sandbox': { expected: operatorsOnly, input: sandbox },
  'admin.startSandbox': {
    expected: operatorsOnly,
    input: ({ sandboxId }) => ({ sandboxId, reason }),
    spoils: true,
  },
  'admin.stopSandbox': { expected: operatorsOnly, input: sandboxDeed, spoils: true },
  'admin.restartSandbox': { expected: operatorsOnly, input: sandboxDeed, spoils: true },
  'admin.destroySandbox': { expected: operatorsOnly, input: sandboxDeed, spoils: true },

  'organizations.mine': { expected: people() },
  'organizations.create': { expected: people(), input: () => ({ name: 'Northlight' }) },
  'organizations.get': { expected: inOrganization, input: organization },
  'organizations.usage': { expected: whoRuns, input: organization },
  'organizations.audit': { expected: whoRuns, input: organization },
  'organizations.members': { expected: whoRuns, input: organization },
  'organizations.rename': { expected: whoOwns, input: organizationNamed },
  'organizations.setRetention': {
    expected: whoOwns,
    input: (scene) => ({ ...organization(scene), messageDays: 90 }),
  },
  'organizations.setRole': { expected: whoRuns, input: (scene) => ({ ...colleague(scene), role: 'admin' }) },
  'organizations.removeMember': { expected: whoRuns, input: colleague, spoils: true },
  'organizations.handOver': { expected: whoOwns, input: colleague, spoils: true },
  'organizations.leave': { expected: users, input: organization, spoils: true },
  // It has an agent still, and nobody deletes that on the way.
  'organizations.delete': {
    expected: { ...whoOwns, owner: 'conflict', 'org owner': 'conflict', operator: 'conflict' },
    input: organizationNamed,
  },

  'admin.conversations': { expected: operatorsOnly, input: ({ conversationId }) => ({ search: conversationId }) },
  'admin.conversation': { expected: operatorsOnly, input: conversation },
  'admin.deliveries': { expected: operatorsOnly, input: sandbox },
  'admin.delivery': { expected: operatorsOnly, input: ({ deliveryId }) => ({ deliveryId }) },
  'admin.endpoint': { expected: operatorsOnly, input: sandbox },
  'admin.replayDelivery': {
    expected: operatorsOnly,
    input: ({ deliveryId }) => ({ deliveryId, reason }),
    spoils: true,
  },
  'admin.replayDead': { expected: operatorsOnly, input: sandboxDeed, spoils: true },
  'admin.disableEndpoint': { expected: operatorsOnly, input: sandboxDeed, spoils: true },
  'admin.enableEndpoint': {
    expected: operatorsOnly,
    input: ({ goneSandboxId }) => ({ sandboxId: goneSandboxId, reason }),
    spoils: true,
  },
  'admin.pushes': { expected: operatorsOnly, input: sandbox },
  'admin.push': { expected: operatorsOnly, input: ({ pushId }) => ({ pushId }) },
  'admin.events': {
    expected: operatorsOnly,
    input: ({ sandboxId, conversationId }) => ({ context: conversationContext(sandboxId, conversationId) }),
  },
  'admin.eventLog': { expected: operatorsOnly },
  'admin.audit': { expected: operatorsOnly, input: ({ sandboxId }) => ({ subjectId: sandboxId }) },
  'admin.auditEntry': { expected: operatorsOnly, input: ({ auditId }) => ({ id: auditId }) },
  'admin.exportAudit': { expected: operatorsOnly, input: () => ({ format: 'csv', reason }) },
  'admin.settings': { expected: operatorsOnly },
  'admin.setSettings': {
    expected: operatorsOnly,
    input: ({ settingsVersion }) => ({ version: settingsVersion, settings: {}, reason }),
    spoils: true,
  },
  'banner.current': { expected: everybody() },

  'sandboxes.list': { expected: people() },
  'sandboxes.ofOrganization': { expected: whoRuns, input: organization },
  'sandboxes.create': { expected: people(), input: () => ({ label: 'Second' }) },
  'sandboxes.rename': { expected: managers, input: named },
  'sandboxes.start': { expected: managers, input: sandbox },
  'sandboxes.stop': { expected: managers, input: sandbox, spoils: true },
  'sandboxes.restart': { expected: managers, input: sandbox, spoils: true },
  'POST /v1/sandboxes/:sandboxId/start': { expected: managersNotBots, input: sandbox },
  'POST /v1/sandboxes/:sandboxId/stop': { expected: managersNotBots, input: sandbox, spoils: true },
  'POST /v1/sandboxes/:sandboxId/restart': { expected: managersNotBots, input: sandbox, spoils: true },
  'sandboxes.destroy': { expected: managers, input: sandbox, spoils: true },
  'GET /v1/sandboxes': { expected: peopleNotBots },
  'POST /v1/sandboxes': { expected: peopleNotBots, input: () => ({ label: 'Third' }) },
  'PATCH /v1/sandboxes/:sandboxId': { expected: managersNotBots, input: named },
  'GET /v1/sandboxes/:sandboxId/bot-status': { expected: usersNotBots, input: sandbox },
  'DELETE /v1/sandboxes/:sandboxId': {
    expected: managersNotBots,
    input: sandbox,
    spoils: true,
  },
  'bots.create': { expected: people(), input: () => ({ label: 'Fourth' }) },
  'bots.status': { expected: users, input: sandbox },
  'bots.keys': { expected: managers, input: sandbox },
  'bots.createKey': { expected: managers, input: botKey, spoils: true },
  'bots.revokeKey': { expected: managers, input: ownBotKey, spoils: true },
  'GET /v1/sandboxes/:sandboxId/keys': { expected: managersNotBots, input: sandbox },
  'POST /v1/sandboxes/:sandboxId/keys': { expected: managersNotBots, input: botKey, spoils: true },
  'DELETE /v1/sandboxes/:sandboxId/keys/:keyId': { expected: managersNotBots, input: ownBotKey, spoils: true },
  'bots.requestStatus': { expected: users, input: sandbox },
  'POST /v1/sandboxes/:sandboxId/request-bot-status': { expected: usersNotBots, input: sandbox },
  'bots.endpoint': { expected: managers, input: sandbox },
  'bots.setEndpoint': { expected: managers, input: endpoint },
  'bots.rotateEndpointSecret': { expected: managers, input: sandbox },
  'bots.probeEndpoint': { expected: managers, input: sandbox },
  'bots.removeEndpoint': { expected: managers, input: sandbox, spoils: true },
  'bots.deliveries': { expected: managers, input: sandbox },
  'bots.delivery': { expected: managers, input: delivery },
  'bots.replayDelivery': { expected: managers, input: delivery, spoils: true },
  'bots.replayDead': { expected: managers, input: sandbox },
  'GET /v1/sandboxes/:sandboxId/endpoint': { expected: managersNotBots, input: sandbox },
  'PUT /v1/sandboxes/:sandboxId/endpoint': { expected: managersNotBots, input: endpoint },
  'DELETE /v1/sandboxes/:sandboxId/endpoint': { expected: managersNotBots, input: sandbox, spoils: true },
  'POST /v1/sandboxes/:sandboxId/endpoint/rotate': { expected: managersNotBots, input: sandbox },
  'POST /v1/sandboxes/:sandboxId/endpoint/probe': { expected: managersNotBots, input: sandbox },
  'GET /v1/sandboxes/:sandboxId/deliveries': { expected: managersNotBots, input: sandbox },
  'GET /v1/sandboxes/:sandboxId/deliveries/:deliveryId': { expected: managersNotBots, input: delivery },
  'POST /v1/sandboxes/:sandboxId/deliveries/:deliveryId/replay': {
    expected: managersNotBots,
    input: delivery,
    spoils: true,
  },
  'POST /v1/sandboxes/:sandboxId/deliveries/replay': { expected: managersNotBots, input: sandbox },
  'sandboxes.approvers': { expected: users, input: sandbox },
  'sandboxes.setApprovers': {
    expected: managers,
    input: ({ sandboxId, owner }) => ({ sandboxId, userIds: [owner.userId] }),
    spoils: true,
  },

  'conversations.list': { expected: people(), input: () => ({}) },
  'conversations.get': { expected: members, input: conversation },
  'conversations.create': { expected: users, input: sandbox },
  'conversations.markRead': { expected: members, input: markRead },
  'messages.list': { expected: members, input: conversation },
  'conversations.rename': { expected: members, input: title },
  'conversations.delete': { expected: ownerOfMembers, input: conversation, spoils: true },
  'conversations.leave': { expected: members, input: conversation, spoils: true },
  'conversations.candidates': { expected: members, input: conversation },
  'conversations.addMember': { expected: members, input: addition },
  'conversations.removeMember': { expected: ownerOfMembers, input: removal, spoils: true },
  'conversations.typing': { expected: members, input: conversation },
  'conversations.typingStop': { expected: members, input: conversation },
  'conversations.setMuted': { expected: members, input: conversation },
  'conversations.setPinned': { expected: members, input: conversation },
  'conversations.archive': { expected: members, input: conversation },
  'conversations.unarchive': { expected: members, input: conversation },
  'conversations.saveDraft': { expected: members, input: draft },
  'messages.send': { expected: members, input: message },
  'messages.get': { expected: members, input: ownMessage },
  'messages.versions': { expected: members, input: ownMessage },
  'messages.edit': { expected: ownerOfMembers, input: edit },
  'messages.delete': { expected: ownerOfMembers, input: ownMessage, spoils: true },
  'messages.redeliver': { expected: ownerOfMembers, input: ownMessage },
  'POST /v1/conversations/:conversationId/messages/:messageId/redeliver': {
    expected: { ...ownerOfMembers, ...bots('forbidden') },
    input: ownMessage,
  },
  'messages.stop': { expected: members, input: ownMessage },
  'attachments.init': { expected: members, input: announcedFile },
  'attachments.url': { expected: members, input: sentFile },
  'notifications.publicKey': { expected: people() },
  'notifications.targets': { expected: people() },
  'notifications.addTarget': { expected: people(), input: newDevice },
  'notifications.renameTarget': { expected: ownerOnly, input: namedDevice },
  'notifications.removeTarget': { expected: ownerOnly, input: device, spoils: true },
  'notifications.test': { expected: ownerOnly, input: device },
  'notifications.preferences': { expected: people() },
  'notifications.setPreferences': { expected: people(), input: wishes },
  'GET /v1/push/public-key': { expected: peopleNotBots },
  'GET /v1/push/targets': { expected: peopleNotBots },
  'POST /v1/push/targets': { expected: peopleNotBots, input: newDevice },
  'PATCH /v1/push/targets/:targetId': { expected: ownerNotBots, input: namedDevice },
  'DELETE /v1/push/targets/:targetId': { expected: ownerNotBots, input: device, spoils: true },
  'POST /v1/push/targets/:targetId/test': { expected: ownerNotBots, input: device },
  'GET /v1/push/preferences': { expected: peopleNotBots },
  'PUT /v1/push/preferences': { expected: peopleNotBots, input: wishes },

  'search.messages': { expected: people(), input: ({ private: word }) => ({ query: word }) },
  'messages.executeAction': { expected: ownerOfMembers, input: decision },
  'reactions.add': { expected: members, input: reaction },
  'reactions.remove': { expected: members, input: reaction },

  'badges.list': { expected: people(), input: () => ({}) },
  'badges.unread': { expected: people(), input: () => ({}) },
  'badges.clear': { expected: { ...members, ...colleagues('ok') }, input: badge },
  'GET /v1/badges': { expected: peopleNotBots },
  'POST /v1/badges/mark-read': { expected: { ...membersNotBots, ...colleagues('ok') }, input: badge },

  'GET /v1/conversations': { expected: everyParticipant },
  'POST /v1/conversations': { expected: { ...users, bot: 'ok', 'bot of another': 'not_found' }, input: sandbox },
  'GET /v1/conversations/:conversationId': { expected: participants, input: conversation },
  'GET /v1/conversations/:conversationId/events': { expected: participants, input: conversation },
  'GET /v1/conversations/:conversationId/messages': { expected: participants, input: conversation },
  'POST /v1/conversations/:conversationId/mark-read': {
    expected: { ...members, ...bots('forbidden') },
    input: markRead,
  },
  'POST /v1/conversations/:conversationId/mute': { expected: membersNotBots, input: conversation },
  'POST /v1/conversations/:conversationId/pin': { expected: membersNotBots, input: conversation },
  'POST /v1/conversations/:conversationId/archive': { expected: membersNotBots, input: conversation },
  'POST /v1/conversations/:conversationId/unarchive': { expected: membersNotBots, input: conversation },
  'PUT /v1/conversations/:conversationId/draft': { expected: membersNotBots, input: draft },
  'GET /v1/conversations/:conversationId/export': { expected: participants, input: conversation },
  'POST /v1/messages': { expected: participants, input: message },
  'GET /v1/search': { expected: everyParticipant, input: ({ private: word }) => ({ query: word }) },
  'GET /v1/messages/:messageId': { expected: participants, input: ownMessage },
  'POST /v1/messages/:messageId/stop': { expected: participants, input: ownMessage },
  'GET /v1/messages/:messageId/versions': { expected: participants, input: ownMessage },
  'PATCH /v1/messages/:messageId': { expected: ownerOfParticipants, input: edit },
  'DELETE /v1/messages/:messageId': { expected: ownerOfParticipants, input: ownMessage, spoils: true },
  'POST /v1/messages/:messageId/reactions': { expected: participants, input: reaction },
  'DELETE /v1/messages/:messageId/reactions': { expected: participants, input: reaction },
  'POST /v1/attachments/init': { expected: participants, input: announcedFile },
  'GET /v1/attachments/:attachmentId/url': { expected: participants, input: sentFile },
  // An address is its own key, and nobody here has one.
  'PUT /v1/attachments/:attachmentId/bytes': { expected: everybody('forbidden') },
  'GET /v1/attachments/:attachmentId/bytes': { expected: everybody('forbidden') },
  'GET /v1/attachments/:attachmentId/thumbnail': { expected: everybody('forbidden') },
  'PATCH /v1/conversations/:conversationId': { expected: participants, input: title },
  'POST /v1/conversations/:conversationId/typing': { expected: participants, input: conversation },
  'POST /v1/conversations/:conversationId/typing/stop': { expected: participants, input: conversation },
  'DELETE /v1/conversations/:conversationId': {
    expected: { ...ownerOfMembers, ...bots('forbidden') },
    input: conversation,
    spoils: true,
  },
  'POST /v1/conversations/:conversationId/leave': { expected: membersNotBots, input: conversation, spoils: true },
  'POST /v1/conversations/:conversationId/members': { expected: membersNotBots, input: addition },
  'DELETE /v1/conversations/:conversationId/members/:memberId': {
    expected: { ...ownerOfMembers, ...bots('forbidden') },
    input: removal,
    spoils: true,
  },

  'POST /v1/conversations/:conversationId/messages/:messageId/execute-action': {
    expected: { ...ownerOfMembers, ...bots('forbidden') },
    input: decision,
  },

  // A word is its own key, and nobody here has one.
  'POST /v1/push/act': { expected: everybody('not_found'), input: () => ({ token: deadLink }) },

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
  'PATCH /bot/v1/sandboxes/:sandboxId/messages/:messageId': {
    expected: botOnly,
    input: (scene) => ({ ...botsMessage(scene), content, expectedVersion: 1 }),
  },
  // That message is written already: there is nothing to append to it, and nothing left to finish.
  'POST /bot/v1/sandboxes/:sandboxId/messages/:messageId/append': {
    expected: { ...botOnly, bot: 'conflict' },
    input: (scene) => ({ ...botsMessage(scene), offset: 0, text: 'more' }),
  },
  'POST /bot/v1/sandboxes/:sandboxId/messages/:messageId/finish': { expected: botOnly, input: botsMessage },
  'DELETE /bot/v1/sandboxes/:sandboxId/messages/:messageId': { expected: botOnly, input: botsMessage, spoils: true },
  'POST /bot/v1/sandboxes/:sandboxId/messages/:messageId/reactions': { expected: botOnly, input: inSandbox(reaction) },
  'DELETE /bot/v1/sandboxes/:sandboxId/messages/:messageId/reactions': {
    expected: botOnly,
    input: inSandbox(reaction),
  },
  'POST /bot/v1/sandboxes/:sandboxId/attachments/init': { expected: botOnly, input: inSandbox(announcedFile) },
  'GET /bot/v1/sandboxes/:sandboxId/attachments/:attachmentId/url': { expected: botOnly, input: inSandbox(sentFile) },
  'PATCH /bot/v1/sandboxes/:sandboxId/conversations/:conversationId': { expected: botOnly, input: inSandbox(title) },
  'POST /bot/v1/sandboxes/:sandboxId/conversations/:conversationId/typing': {
    expected: botOnly,
    input: inSandbox(conversation),
  },
  'POST /bot/v1/sandboxes/:sandboxId/conversations/:conversationId/typing/stop': {
    expected: botOnly,
    input: inSandbox(conversation),
  },
  'POST /bot/v1/sandboxes/:sandboxId/conversations/:conversationId/actions/:groupId/delivery-failed': {
    expected: botOnly,
    input: ({ sandboxId, question }) => ({ sandboxId, ...question, reason: 'it had gone' }),
  },
  'POST /bot/v1/sandboxes/:sandboxId/conversations/:conversationId/messages/:messageId/delivery-failed': {
    expected: botOnly,
    input: inSandbox(ownMessage),
  },
  'PUT /bot/v1/sandboxes/:sandboxId/subscriptions': {
    expected: botOnly,
    input: ({ sandboxId }) => ({ sandboxId, types: ['reaction.added'] }),
  },
  'GET /bot/v1/sandboxes/:sandboxId/messages/:messageId': { expected: botOnly, input: inSandbox(ownMessage) },
  'GET /bot/v1/sandboxes/:sandboxId/conversations/:conversationId/members': {
    expected: botOnly,
    input: inSandbox(conversation),
  },
  'POST /bot/v1/sandboxes/:sandboxId/conversations/:conversationId/conversation-status': {
    expected: botOnly,
    input: inSandbox(contextUse),
  },
  'GET /v1/conversations/:conversationId/members': { expected: participants, input: conversation },
  'GET /v1/conversations/:conversationId/conversation-status': { expected: membersNotBots, input: conversation },
  'bots.conversationStatus': { expected: members, input: conversation },
  'POST /bot/v1/sandboxes/:sandboxId/bot-status': {
    expected: botOnly,
    input: ({ sandboxId }) => ({ sandboxId, online: true, at: Date.now() }),
  },
};
