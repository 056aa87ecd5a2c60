import type { IncomingMessage, ServerResponse } from 'node:http';
import { addressHeader } from './accounts/origin.ts';
import { principalOfRequest } from './accounts/session-cookie.ts';
import type { AppContext } from './app-context.ts';
import { Fault, notFound } from './errors.ts';
import type { Handlers } from './http.ts';
import type { NextPages } from './next-pages.ts';
import { refuseUnmeasured } from './rest/body.ts';
import { clientAddress, isLocalCaller } from './rest/client-address.ts';
import { answerCors, corsOrigins } from './rest/cors.ts';
import { refuseHastySignIn } from './rest/hasty-sign-in.ts';
import { refuseForeignMutation, refuseForeignOrigin } from './rest/origin.ts';
import { logAnswer } from './rest/request-log.ts';
import { sendReply } from './rest/respond.ts';
import { streamed, type Call } from './rest/route.ts';
import { createRouter } from './rest/router.ts';
import { routes } from './rest/table.ts';
import { setPagePolicy } from './rest/security-headers.ts';
import { answerTrpc } from './trpc/http.ts';

const trpcPrefix = '/api/trpc/';
const corsPrefix = '/v1/';
/** Below these nothing is Next's: what no route answers is unknown, in JSON. */
const ourPrefixes = [trpcPrefix, '/v1/', '/bot/v1/'];
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Who answers what: our API first, by its paths; all else is a page. */
export function createHandlers(app: AppContext, pages: NextPages): Handlers {
  const router = createRouter(routes);
  const foreignPages = corsOrigins(app.env);
  return {
    isAble: () => app.reach.isThere(),
    async request(req, res, requestId) {
      // Pages count down by this, to moments that were set by the same clock.
      res.setHeader('date', app.clock.now().toUTCString());
      const call = toCall(app, req, res, requestId);
      logAnswer(call);
      const { pathname } = call.url;
      if (pathname.startsWith(corsPrefix) && answerCors(call, foreignPages)) return;
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
  refuseUnmeasured(req);
  if (!safeMethods.has(call.method)) refuseForeignOrigin(req, app.origins);
  const later = await refuseHastySignIn(call);
  if (later !== null) return sendReply(res, later, call.requestId);
  req.headers[addressHeader] = call.address;
  // What Next has built is only fetched, and kept by browsers for a year: it is no page.
  if (call.url.pathname.startsWith('/_next/')) delete req.headers['content-security-policy'];
  else setPagePolicy(req, res, { origins: app.origins, isDevelopment: app.env.mode === 'development' });
  res.setHeader('x-request-id', call.requestId);
  await pages.handle(req, res);
}

function toCall(app: AppContext, req: IncomingMessage, res: ServerResponse, requestId: string): Call {
  const address = clientAddress(req, app.trustedProxies);
  const method = req.method ?? 'GET';
  let asked: ReturnType<Call['user']> | null = null;
  const call: Call = {
    app,
    req,
    res,
    method,
    caller: 'nobody',
    requestId,
    address,
    url: parseUrl(req.url ?? '/'),
    params: {},
    visitor: { isLocal: isLocalCaller(req, address) },
    log: app.log.child({ requestId }),
    user: () => {
      if (!safeMethods.has(method)) refuseForeignMutation(req, app.origins);
      return (asked ??= askCookie(call));
    },
  };
  return call;
}

async function askCookie(call: Call): ReturnType<Call['user']> {
  const principal = await principalOfRequest(call.app, call.req);
  if (principal !== null) call.caller = `${principal.userId} by cookie`;
  return principal;
}

function parseUrl(path: string): URL {
  try {
    return new URL(path, 'http://here');
  } catch (cause) {
    throw new Fault('invalid_input', "That isn't an address.", { cause });
  }
}
