import type { IncomingMessage, ServerResponse } from 'node:http';
import { addressHeader } from './accounts/auth-settings.ts';
import { principalOfRequest } from './accounts/session-cookie.ts';
import type { AppContext } from './app-context.ts';
import { Fault, notFound } from './errors.ts';
import type { Handlers } from './http.ts';
import type { NextPages } from './next-pages.ts';
import { clientAddress, isLocalCaller } from './rest/client-address.ts';
import { refuseForeignMutation, refuseForeignOrigin } from './rest/origin.ts';
import { sendReply } from './rest/respond.ts';
import { streamed, type Call } from './rest/route.ts';
import { createRouter } from './rest/router.ts';
import { routes } from './rest/table.ts';
import { answerTrpc } from './trpc/http.ts';

const trpcPrefix = '/api/trpc/';
/** Below these nothing is Next's: what no route answers is unknown, in JSON. */
const ourPrefixes = [trpcPrefix, '/v1/', '/bot/v1/'];
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Who answers what: our API first, by its paths; all else is a page. */
export function createHandlers(app: AppContext, pages: NextPages): Handlers {
  const router = createRouter(routes);
  return {
    async request(req, res, requestId) {
      const call = toCall(app, req, res, requestId);
      const { pathname } = call.url;
      const answer = pathname.startsWith(trpcPrefix)
        ? answerTrpc(call, pathname.slice(trpcPrefix.length))
        : router.answer(call);
      if (answer !== null) {
        const reply = await answer;
        if (reply !== streamed) sendReply(res, reply, requestId);
      } else if (ourPrefixes.some((prefix) => pathname.startsWith(prefix))) {
        throw notFound();
      } else {
        await handToNext(call, pages);
      }
    },
    upgrade(req, socket, head) {
      if (req.url?.split('?')[0] === '/connect') app.realtime.handleUpgrade(req, socket, head);
      else if (!pages.upgrade(req, socket, head)) socket.destroy();
    },
  };
}

async function handToNext(call: Call, pages: NextPages): Promise<void> {
  const { req, res, app } = call;
  if (!safeMethods.has(call.method)) refuseForeignOrigin(req, app.origins);
  req.headers[addressHeader] = call.address;
  res.setHeader('x-request-id', call.requestId);
  await pages.handle(req, res);
}

function toCall(app: AppContext, req: IncomingMessage, res: ServerResponse, requestId: string): Call {
  const address = clientAddress(req, app.trustedProxies);
  const method = req.method ?? 'GET';
  let asked: ReturnType<Call['user']> | null = null;
  return {
    app,
    req,
    res,
    method,
    requestId,
    address,
    url: parseUrl(req.url ?? '/'),
    params: {},
    visitor: { isLocal: isLocalCaller(req, address) },
    log: app.log.child({ requestId }),
    user: () => {
      if (!safeMethods.has(method)) refuseForeignMutation(req, app.origins);
      return (asked ??= principalOfRequest(app, req));
    },
  };
}

function parseUrl(path: string): URL {
  try {
    return new URL(path, 'http://here');
  } catch (cause) {
    throw new Fault('invalid_input', "That isn't an address.", { cause });
  }
}
