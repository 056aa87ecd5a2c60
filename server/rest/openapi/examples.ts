/** One call as it could be: all of its input, wherever it stands, and the answer to it. */
export interface Example {
  input: Record<string, unknown>;
  output: unknown;
}

/** Of an installation that nobody has. */
export const exampleOrigin = 'https://chat.example.org';

const sandboxId = 'external-7m3k9q2v8c1x';
const conversationId = '01KAJ4Z7W3M5T9Q2R8V6X1Y0BC';
const question = '01KAJ50A1B2C3D4E5F6G7H8J9K';
const answer = '01KAJ50F7Q8R9S0T1V2W3X4Y5Z';
const attachmentId = '01KAJ4ZZ0M1N2P3Q4R5S6T7V8W';
const operationId = '01KAJ513ZX8K2M4P6R8T0V2X4Z';
const deliveryId = '01KAJ50B6C7D8E9F0G1H2J3K4M';
const personId = '5f0c2a61-7a4e-4f8b-9b1e-2d3c4b5a6978';
const botId = `bot:kiloclaw:${sandboxId}`;
const at = 1_795_292_400_000;

const place = { sandboxId, conversationId };
const ofAnswer = { ...place, messageId: answer };
const done = { ok: true };
const words = (text: string) => [{ type: 'text', text }];

const message = {
  id: answer,
  conversationId,
  senderId: botId,
  clientId: null,
  content: words('The build is green.'),
  inReplyToMessageId: question,
  replyTo: { messageId: question, senderId: personId, deleted: false, previewText: 'How is the build?', version: 1 },
  seq: 8,
  version: 1,
  createdAt: at,
  updatedAt: null,
  deleted: false,
  deletedWhy: null,
  deliveryFailed: false,
  nextTryAt: null,
  deliverySeq: 0,
  mentions: [],
  stream: null,
  reactions: [],
  reactionsSeq: 8,
};
const edited = { ...message, content: words('The build was green.'), version: 2, updatedAt: at + 60_000 };

const item = {
  conversationId,
  sandboxId,
  title: 'Nightly build',
  titleSeq: 3,
  createdAt: at - 3_600_000,
  joinedAt: at - 3_600_000,
  joinedSeq: 0,
  lastActivityAt: at,
  head: 8,
  lastReadSeq: 8,
  unreadCount: 0,
  preview: { messageId: answer, senderId: botId, text: 'The build is green.', deleted: false },
  waiting: [],
  waitingSeq: 0,
  muted: false,
  pinned: false,
  archivedAt: null,
  draftPreview: null,
  personalSeq: 0,
};
const members = [
  { id: personId, kind: 'user', displayName: 'Mira Okafor' },
  { id: botId, kind: 'bot', displayName: 'Harbor' },
];
const conversation = { ...item, createdBy: botId, members, draft: null };

const delivery = {
  id: deliveryId,
  type: 'message.created',
  conversationId,
  messageId: question,
  from: personId,
  text: 'How is the build?',
  content: words('How is the build?'),
  sentAt: new Date(at - 5_000).toISOString(),
};

/** Of the agents' API, by method and what follows the agent's own address. */
export const agentExamples: Record<string, Example> = {
  'GET /events': {
    input: { sandboxId },
    output: `id: ${deliveryId}\nevent: message.created\ndata: ${JSON.stringify(delivery)}\n\n`,
  },
  'POST /deliveries/ack': { input: { sandboxId, ids: [deliveryId] }, output: { acknowledged: 1 } },
  'POST /bot-status': {
    input: { sandboxId, online: true, at, capabilities: ['attachments'] },
    output: { presence: 'online', at },
  },

  'GET /conversations': {
    input: { sandboxId, limit: 50 },
    output: { conversations: [item], hasMore: false, nextCursor: null },
  },
  'POST /conversations': {
    input: { sandboxId, title: 'Nightly build' },
    output: { conversationId, conversation },
  },
  'PATCH /conversations/:conversationId': { input: { ...place, title: 'Nightly build' }, output: done },
  'GET /conversations/:conversationId/members': { input: place, output: { members } },
  'GET /conversations/:conversationId/messages': {
    input: { ...place, limit: 50 },
    output: { messages: [message], hasMore: true, nextCursor: answer, hasNewer: false, head: 8 },
  },
  'POST /conversations/:conversationId/typing': { input: { ...place, activity: 'reading 4 files' }, output: done },
  'POST /conversations/:conversationId/typing/stop': { input: place, output: done },
  'POST /conversations/:conversationId/conversation-status': {
    input: {
      ...place,
      contextTokens: 48_210,
      contextWindow: 200_000,
      model: 'qwen3-coder-30b',
      provider: 'ollama',
      at,
    },
    output: done,
  },
  'POST /conversations/:conversationId/actions/:groupId/delivery-failed': {
    input: { ...place, messageId: answer, groupId: 'deploy-17', reason: 'The job had ended.' },
    output: { ok: true, reverted: true },
  },

  'POST /conversations/:conversationId/messages/:messageId/delivery-failed': {
    input: { ...place, messageId: question, deliveryId, reason: 'It has no text that I can read.' },
    output: { ok: true, noted: true },
  },
  'PUT /subscriptions': {
    input: { sandboxId, types: ['message.updated', 'reaction.added'] },
    output: { types: ['message.updated', 'reaction.added'] },
  },

  'POST /messages': {
    input: { ...place, content: words('The build is green.'), inReplyToMessageId: question },
    output: { messageId: answer, clientId: null, message, repeated: false },
  },
  'GET /messages/:messageId': { input: ofAnswer, output: message },
  'PATCH /messages/:messageId': {
    input: { ...ofAnswer, content: words('The build was green.'), expectedVersion: 1 },
    output: { messageId: answer, message: edited },
  },
  'DELETE /messages/:messageId': { input: ofAnswer, output: done },
  'POST /messages/:messageId/append': {
    input: { ...ofAnswer, offset: 0, text: 'The build ' },
    output: { ok: true, length: 10, stopRequested: false },
  },
  'POST /messages/:messageId/finish': {
    input: { ...ofAnswer, content: [] },
    output: { messageId: answer, message },
  },
  'POST /messages/:messageId/reactions': {
    input: { ...place, messageId: question, emoji: '👀', operationId },
    output: { id: operationId },
  },
  'DELETE /messages/:messageId/reactions': {
    input: { ...place, messageId: question, emoji: '👀' },
    output: { removed: true, id: operationId },
  },

  'POST /attachments/init': {
    input: { ...place, mimeType: 'text/plain', size: 1_204, filename: 'build.log' },
    output: {
      attachmentId,
      putUrl: `${exampleOrigin}/v1/attachments/${attachmentId}/bytes?expires=${at + 900_000}&signature=…`,
      putHeaders: { 'content-type': 'text/plain' },
      putUrlExpiresAt: at + 900_000,
    },
  },
  'GET /attachments/:attachmentId/url': {
    input: { ...place, attachmentId },
    output: {
      url: `${exampleOrigin}/v1/attachments/${attachmentId}/bytes?expires=${at + 3_600_000}&signature=…`,
      thumbnailUrl: null,
      mimeType: 'text/plain',
      size: 1_204,
      filename: 'build.log',
      expiresAt: at + 3_600_000,
    },
  },
};
