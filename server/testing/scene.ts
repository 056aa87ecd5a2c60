import { ulid } from 'ulid';
import type { SessionPrincipal } from '#lib/contract/principals.ts';
import { must } from '#lib/std/must.ts';
import { createKey } from '#server/accounts/api-keys.ts';
import { issueBearer } from '#server/accounts/bearer-tokens.ts';
import { insertPerson } from '#server/accounts/new-person.ts';
import { hashPassword } from '#server/accounts/passwords.ts';
import { listSessions } from '#server/accounts/session-list.ts';
import type { AppContext } from '#server/app-context.ts';
import { mintSecret, sealSecret } from '#server/bots/endpoints/secret.ts';
import { createKey as createBotKey } from '#server/bots/keys.ts';
import { send } from '#server/chat/messages/send.ts';
import { addDevice } from '#server/notifications/devices.ts';
import { inviteTo } from './invited.ts';
import { organize } from './organization.ts';
import { enter } from './personas.ts';
import { askPeople, type Question } from './question.ts';

/**
 * Everybody who could come to a door. The owner has begun the conversation and owns the organization of its agent together with
 * the org owner; nobody else of the organization is in the conversation.
 */
export const roles = [
  'anonymous',
  'stranger',
  'removed member',
  'member',
  'owner',
  'org owner',
  'org admin',
  'org member',
  'other org admin',
  'operator',
  'disabled',
  'bot',
  'bot of another',
  'bot of disabled',
] as const;
export type Role = (typeof roles)[number];

/** What somebody comes with. A person has three ways in. */
export interface Way {
  role: Role;
  by: 'cookie' | 'token' | 'key' | 'bot key' | 'nothing';
  headers: Record<string, string>;
}

/** One conversation, with an agent of an organization, and everybody who stands in some relation to it. */
export interface Scene {
  ways: Way[];
  password: string;
  organizationId: string;
  organizationName: string;
  sandboxId: string;
  /** A key of its agent that is there to be revoked. */
  botKeyId: string;
  conversationId: string;
  messageId: string;
  /** Written by the sandbox's agent. */
  botMessageId: string;
  /** What that agent asks, which waits for an answer. */
  question: Question;
  /** Something that its agent was to hear of, and that was given up. */
  deliveryId: string;
  /** That the owner was to be told of it. */
  pushId: string;
  /** That somebody did something, in the audit log. */
  auditId: number;
  /** An agent whose endpoint said that it is gone. */
  goneSandboxId: string;
  /** Of what operators have set, when the scene was set. */
  settingsVersion: number;
  /** A file of the owner's message. */
  attachmentId: string;
  /** Somebody in the organization of the owner's agent, and not in the conversation. */
  colleagueId: string;
  /** Somebody else in the conversation, who can be taken out of it. */
  companionId: string;
  /** Things of the owner's by which they can be named. */
  owner: { userId: string; email: string; keyId: string; sessionId: string; targetId: string };
  disabledId: string;
  operatorId: string;
  /** Into the organization of the owner's agent, for whoever has its link. */
  invitation: { id: string; token: string };
  /** Stands in the conversation, its title and its agent's name, and nowhere else. */
  private: string;
  /** The same, but for the agent's name. */
  said: string;
}

const password = 'correct horse battery';
let hash: Promise<string> | null = null;
let scenes = 0;

export async function setScene(app: AppContext): Promise<Scene> {
  const agent = `private-${++scenes}-`;
  const word = `${agent}said-`;
  const people = roles.filter((role) => role !== 'anonymous' && !role.startsWith('bot'));
  const cast = Object.fromEntries(
    await Promise.all(people.map(async (role) => [role, await player(app, role, scenes)] as const)),
  ) as Record<Role, Player>;
  const { owner, stranger, disabled } = cast;
  const { sandboxId, conversationId } = owner;

  await app.sql`update conversations set title = ${`${word}title`} where id = ${conversationId}`;
  await app.sql`update sandboxes set label = ${`${agent}agent`} where id = ${sandboxId}`;
  await app.sql`insert into conversation_members (conversation_id, member_id, kind, left_at) values
    (${conversationId}, ${cast.member.principal.userId}, 'user', null),
    (${conversationId}, ${cast['removed member'].principal.userId}, 'user', now())`;
  const content = [{ type: 'text' as const, text: `${word}text` }];
  const { messageId } = await send(app, owner.principal, { conversationId, content });
  const attachmentId = ulid();
  await app.sql`
    insert into attachments (conversation_id, id, uploader_id, mime_type, size, filename, status, message_id)
    values (${conversationId}, ${attachmentId}, ${owner.principal.userId}, 'text/plain', 5, ${`${word}file`}, 'linked', ${messageId})`;
  const deliveryId = ulid();
  await app.sql`
    insert into deliveries (id, sandbox_id, conversation_id, context, seq, type, message_id, state, died_at)
    values (${deliveryId}, ${sandboxId}, ${conversationId}, 'scene', 1, 'message.updated', ${messageId}, 'dead', now())`;
  const pushId = ulid();
  await app.sql`
    insert into dispatches (id, kind, subject, user_id, sandbox_id, conversation_id, message_id, state, due_at, ended_at)
    values (${pushId}, 'message', ${pushId}, ${owner.principal.userId}, ${sandboxId}, ${conversationId}, ${messageId},
      'failed', now(), now())`;
  const [line] = await app.sql<{ id: number }[]>`
    insert into audit_entries (actor_id, actor_name, action, subject_kind, subject_id, detail, address, request_id, outcome)
    values ('scene', 'Scene', 'sandbox.renamed', 'sandbox', ${sandboxId}, '{}', '127.0.0.1', 'scene', 'done')
    returning id::int`;
  await app.sql`
    insert into bot_endpoints (sandbox_id, url, secret)
    values (${sandboxId}, 'http://127.0.0.1:9/', ${sealSecret(app, sandboxId, mintSecret())})`;
  await app.sql`
    insert into bot_endpoints (sandbox_id, url, secret, disabled_at, disabled_why)
    values (${stranger.sandboxId}, 'http://127.0.0.1:9/', ${sealSecret(app, stranger.sandboxId, mintSecret())}, now(), 'gone')`;
  const [instance] = await app.sql<{ version: number }[]>`select settings_version as version from instance`;
  const phone = { kind: 'expo', token: `ExponentPushToken[scene-${scenes}]`, name: `${word}phone` } as const;
  const { id: targetId } = await addDevice(app, owner.principal, phone);
  const bot = { kind: 'bot', sandboxId, keyId: 'scene' } as const;
  const { messageId: botMessageId } = await send(app, bot, { conversationId, content });
  const expiresAt = Date.now() + 86_400_000;
  const question = await askPeople(app, { sandboxId, conversationId }, { text: `${word}question`, expiresAt });
  const { organizationId, colleagueId, companionId } = await addColleagues(app, cast);
  const ours = { origin: app.publicUrl, 'x-claw-chat': '1' };
  const bots = await Promise.all([
    botWay(app, 'bot', owner),
    botWay(app, 'bot of another', stranger),
    botWay(app, 'bot of disabled', disabled),
  ]);
  await app.sql`update users set disabled_at = now() where id = ${disabled.principal.userId}`;

  const { sessions } = await listSessions(app, { userId: owner.principal.userId, currentId: null });
  return {
    ways: [
      { role: 'anonymous', by: 'nothing', headers: ours },
      ...Object.values(cast).flatMap((one) => one.ways),
      ...bots,
    ],
    password,
    organizationId,
    organizationName: 'Harbor',
    sandboxId,
    botKeyId: (await createBotKey(app, sandboxId, 'spare')).id,
    conversationId,
    messageId,
    botMessageId,
    question,
    deliveryId,
    pushId,
    goneSandboxId: stranger.sandboxId,
    settingsVersion: must(instance, 'the installation').version,
    auditId: must(line, 'a line in the audit log').id,
    attachmentId,
    colleagueId,
    companionId,
    owner: {
      userId: owner.principal.userId,
      email: owner.email,
      keyId: owner.keyId,
      sessionId: must(sessions[0], 'the session of the owner').id,
      targetId,
    },
    disabledId: disabled.principal.userId,
    operatorId: cast.operator.principal.userId,
    invitation: await inviteTo(app, owner, organizationId),
    private: agent,
    said: word,
  };
}

interface Player {
  principal: SessionPrincipal;
  email: string;
  sandboxId: string;
  conversationId: string;
  keyId: string;
  ways: Way[];
}

/** As sign-up makes them, but for the hash, which is slow on purpose and the same for all. */
async function player(app: AppContext, role: Role, scene: number): Promise<Player> {
  const email = `${role.replaceAll(' ', '.')}.${scene}@home.test`;
  const passwordHash = await (hash ??= hashPassword(password));
  const isOperator = role === 'operator';
  await app.transaction((tx) => insertPerson(app, tx, { name: role, email, passwordHash, isOperator }));
  const { principal, headers } = await enter(app, email);
  const [home] = await app.sql<{ sandboxId: string; conversationId: string }[]>`
    select sandbox_id as "sandboxId", id as "conversationId" from conversations where created_by = ${principal.userId}`;
  const { id: keyId, key } = await createKey(app, principal, { name: 'scene' });
  const { token } = await issueBearer(app, principal);
  const bearer = (credential: string) => ({ authorization: `Bearer ${credential}` });
  const ways: Way[] = [
    { role, by: 'cookie', headers },
    { role, by: 'token', headers: bearer(token) },
    { role, by: 'key', headers: bearer(key) },
  ];
  return { principal, email, keyId, ways, ...must(home, 'a first conversation') };
}

/** The owner's agent belongs to an organization; another one has nothing to do with it. */
async function addColleagues(app: AppContext, cast: Record<Role, Player>) {
  const { sandboxId, conversationId } = cast.owner;
  const idOf = (role: Role) => cast[role].principal.userId;
  const [colleagueId, companionId] = [`colleague-${scenes}`, `companion-${scenes}`];
  await app.sql`
    insert into users (id, email, name, pepper) values (${colleagueId}, ${`${colleagueId}@home.test`}, 'Colleague', '')`;
  const organizationId = await organize(app, sandboxId, {
    [idOf('owner')]: 'owner',
    [idOf('org owner')]: 'owner',
    [idOf('org admin')]: 'admin',
    [idOf('org member')]: 'member',
    [colleagueId]: 'member',
  });
  const other = cast['other org admin'];
  await organize(app, other.sandboxId, { [other.principal.userId]: 'admin' });
  await app.sql`
    insert into conversation_members (conversation_id, member_id, kind) values (${conversationId}, ${companionId}, 'user')`;
  return { organizationId, colleagueId, companionId };
}

async function botWay(app: AppContext, role: Role, { sandboxId }: Player): Promise<Way> {
  const { key } = await createBotKey(app, sandboxId, 'scene');
  const ours = { origin: app.publicUrl, 'x-claw-chat': '1', 'x-kilo-sandbox-id': sandboxId };
  return { role, by: 'bot key', headers: { ...ours, authorization: `Bearer ${key}` } };
}
