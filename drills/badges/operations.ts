import { must } from '#lib/std/must.ts';
import type { SessionPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '#server/app-context.ts';
import { clearBadgeBucketForUser } from '#server/chat/badges/clear.ts';
import { createConversation } from '#server/chat/conversations/create.ts';
import { deleteConversation } from '#server/chat/conversations/delete.ts';
import { addMember } from '#server/chat/members/add.ts';
import { leave, removeMember } from '#server/chat/members/leave.ts';
import { deleteMessage } from '#server/chat/messages/delete.ts';
import { send } from '#server/chat/messages/send.ts';
import { changePersonal } from '#server/chat/personal/change.ts';
import { markRead } from '#server/chat/read-state.ts';
import type { Chance } from '../seed.ts';

type Author = SessionPrincipal | { kind: 'bot'; sandboxId: string; keyId: string };

interface Room {
  id: string;
  sandboxId: string;
  isMayaIn: boolean;
  said: { messageId: string; by: Author }[];
}

export interface Cast {
  maya: SessionPrincipal;
  zoe: SessionPrincipal;
  sandboxId: string;
}

/** What was done, and whether it was Maya's own doing: then her devices are told what is unread. */
export interface Done {
  name: string;
  isOwn: boolean;
}

/** Named as often as it happens, compared with the others. */
const kinds = [
  'send',
  'send',
  'send',
  'send',
  'read',
  'read',
  'delete',
  'clear',
  'mute',
  'archive',
  'leave',
  'join',
  'begin',
  'end',
] as const;

/** What happens to Maya's conversations, one thing after another, as the chance has it. */
export class Operations {
  readonly #app: AppContext;
  readonly #cast: Cast;
  readonly #rooms: Room[] = [];

  constructor(app: AppContext, cast: Cast) {
    this.#app = app;
    this.#cast = cast;
  }

  async next(chance: Chance): Promise<Done> {
    const { maya, zoe, sandboxId } = this.#cast;
    const room = this.#room(chance);
    if (room === null || this.#rooms.length < 6) return this.#begin(chance);
    const { id: conversationId, said } = room;
    const any = said[chance.below(said.length)];
    const done = (name: string, isOwn = false): Done => ({ name, isOwn });
    switch (chance.one(kinds)) {
      case 'send':
        for (let times = 1 + chance.below(3); times > 0; times--) await this.#say(room, chance);
        return done('send');
      case 'delete': {
        if (any === undefined) return done('nothing');
        await deleteMessage(this.#app, any.by, { conversationId, messageId: any.messageId });
        return done('delete');
      }
      case 'read': {
        if (any === undefined) return done('nothing');
        const seen = { conversationId, lastSeenMessageId: any.messageId };
        const { applied } = await markRead(this.#app, maya, seen);
        return done('read', applied);
      }
      case 'clear': {
        const badgeBucket = chance.below(4) === 0 ? `kiloclaw:${sandboxId}` : `kiloclaw:${sandboxId}:${conversationId}`;
        await clearBadgeBucketForUser(this.#app, maya, { badgeBucket });
        return done('clear');
      }
      case 'mute':
        await changePersonal(this.#app, maya, { conversationId, muted: chance.below(3) === 0 });
        return done('mute');
      case 'archive':
        await changePersonal(this.#app, maya, { conversationId, archived: chance.below(2) === 0 });
        return done('archive');
      case 'leave':
        if (chance.below(2) === 0) await leave(this.#app, maya, conversationId);
        else await removeMember(this.#app, zoe, { conversationId, memberId: maya.userId });
        room.isMayaIn = false;
        return done('leave', true);
      case 'join': {
        const without = this.#rooms.find(({ isMayaIn }) => !isMayaIn);
        if (without === undefined) return done('nothing');
        await addMember(this.#app, zoe, { conversationId: without.id, userId: maya.userId });
        without.isMayaIn = true;
        return done('join', true);
      }
      case 'begin':
        return this.#begin(chance);
      case 'end':
        await deleteConversation(this.#app, zoe, conversationId);
        this.#rooms.splice(this.#rooms.indexOf(room), 1);
        return done('end', true);
    }
  }

  #room(chance: Chance): Room | null {
    const hers = this.#rooms.filter(({ isMayaIn }) => isMayaIn);
    return hers[chance.below(hers.length)] ?? null;
  }

  /** Zoe's, so that she can add Maya again. */
  async #begin(chance: Chance): Promise<Done> {
    const { maya, zoe, sandboxId } = this.#cast;
    const { conversationId } = await createConversation(this.#app, zoe, { sandboxId });
    await addMember(this.#app, zoe, { conversationId, userId: maya.userId });
    this.#rooms.push({ id: conversationId, sandboxId, isMayaIn: true, said: [] });
    await this.#say(must(this.#rooms.at(-1), 'the new room'), chance);
    return { name: 'begin', isOwn: false };
  }

  async #say(room: Room, chance: Chance): Promise<void> {
    const { maya, zoe, sandboxId } = this.#cast;
    const by = chance.one<Author>([{ kind: 'bot', sandboxId, keyId: 'drill' }, zoe, zoe, maya]);
    const content = [{ type: 'text' as const, text: `word ${chance.below(1_000)}` }];
    const { messageId } = await send(this.#app, by, { conversationId: room.id, content });
    room.said.push({ messageId, by });
  }
}
