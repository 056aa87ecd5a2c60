import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ZodType } from 'zod';
import type { BotPrincipal, SessionPrincipal, UserPrincipal } from '#lib/contract/principals.ts';
import type { Visitor } from '../accounts/sign-up.ts';
import type { AppContext } from '../app-context.ts';
import type { Logger } from '../log.ts';

/** One request on its way through our own server. */
export interface Call {
  app: AppContext;
  req: IncomingMessage;
  res: ServerResponse;
  method: string;
  url: URL;
  /** The `:names` of the route's path. */
  params: Record<string, string>;
  requestId: string;
  /** The caller's address, as far as the trusted proxies vouch for it. */
  address: string;
  visitor: Visitor;
  log: Logger;
  /** Who asks, once that is known: for the log. */
  caller: string;
  /** Who the session cookie speaks for; asked once a request. A mutation is refused without our Origin and header first. */
  user(): Promise<UserPrincipal | null>;
}

export interface Reply {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
  retryAfterSeconds?: number | undefined;
  /** The connection ends with this answer, whatever is still on its way to us. */
  hangsUp?: boolean;
}

/** The handler wrote the answer itself: a stream. */
export const streamed = Symbol('streamed');

/** What a route takes and gives: the schemas that its handler parses with and that its answer has. */
export interface RouteApi {
  /** In a sentence, to its caller. */
  says: string;
  /** All of its input, wherever it stands: what the path names, else the query of GET and DELETE, else the body. */
  input?: ZodType;
  /** Of the answer's JSON, or what is answered instead. */
  output: ZodType | 'events' | 'file' | 'page' | 'text' | 'socket';
  /** Answers 201; sometimes: 200 when there is nothing new. */
  creates?: 'always' | 'sometimes';
  /** The body is bytes and no JSON. */
  takes?: 'file';
}

interface RouteBase {
  api?: RouteApi;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `/v1/conversations/:conversationId` */
  path: string;
  /** What a body may have here, where that isn't what bodies may have everywhere. */
  bytesMax?: number;
}

type Answer = Promise<Reply | typeof streamed>;

/**
 * The access says which principal the handler gets; nobody else reaches it.
 *
 * - `cookie`: pages of ours only.
 * - `session`: a page's cookie, or a bearer token made from it.
 * - `user`: the same, or a personal key.
 * - `participant`: the same, or an agent with its key and `x-kilo-sandbox-id`.
 * - `bot`: an agent with its key, below the address of its sandbox.
 */
export type Route = RouteBase &
  (
    | { access: 'public'; handle(call: Call): Answer }
    | { access: 'cookie' | 'session'; handle(call: Call, principal: SessionPrincipal): Answer }
    | { access: 'user'; handle(call: Call, principal: UserPrincipal): Answer }
    | { access: 'participant'; handle(call: Call, principal: UserPrincipal | BotPrincipal): Answer }
    | { access: 'bot'; handle(call: Call, principal: BotPrincipal): Answer }
  );

export function ok(body: unknown): Reply {
  return { status: 200, body };
}

export function created(body: unknown): Reply {
  return { status: 201, body };
}
