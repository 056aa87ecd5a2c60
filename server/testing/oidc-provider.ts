import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { bodyOf, listenHere, portOf, stopServer } from './local-server.ts';

/** Who signs in there next, as its claims have it. */
interface Somebody {
  sub: string;
  email?: string;
  email_verified?: boolean;
  name?: string;
}

interface Granted {
  somebody: Somebody;
  nonce: string | null;
  challenge: string | null;
  redirectUri: string | null;
}

export interface OidcProvider extends AsyncDisposable {
  /** What an installation is told to use it. */
  env: { OIDC_ISSUER: string; OIDC_CLIENT_ID: string; OIDC_CLIENT_SECRET: string; OIDC_NAME: string };
  somebody: Somebody;
  /** What is wrong with the next token that it signs. */
  spoils(claims: JWTPayload): void;
  /** The next answers are these, whatever is asked. */
  otherwise: ((res: ServerResponse) => void) | null;
  /** It asks the person, who says no. */
  isRefused: boolean;
  /** Codes and tokens that it gave out: nobody may find them in a log. */
  given: string[];
}

/** An OpenID provider as the standard has it: code with PKCE, a secret that it checks, codes that are good once. */
export async function startOidcProvider(): Promise<OidcProvider> {
  const server = createServer();
  await listenHere(server);
  const issuer = `http://127.0.0.1:${portOf(server)}`;
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }];
  const client = { id: 'claw-chat', secret: 'a secret between the two of them' };
  const granted = new Map<string, Granted>();
  let spoilt: JWTPayload = {};
  const provider: OidcProvider = {
    env: {
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: client.id,
      OIDC_CLIENT_SECRET: client.secret,
      OIDC_NAME: 'Harbour',
    },
    somebody: { sub: 'nobody' },
    spoils: (claims) => {
      spoilt = claims;
    },
    otherwise: null,
    isRefused: false,
    given: [],
    [Symbol.asyncDispose]: () => stopServer(server),
  };
  server.on('request', (req, res) => {
    answer(req, res).catch(() => res.destroy());
  });
  return provider;

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (provider.otherwise !== null) return provider.otherwise(res);
    const url = new URL(req.url ?? '/', issuer);
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return say(res, 200, {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/keys`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
        });
      case '/keys':
        return say(res, 200, { keys });
      case '/authorize':
        return authorize(url.searchParams, res);
      case '/token':
        return exchange(req, res);
      default:
        return say(res, 404, {});
    }
  }

  function authorize(asked: URLSearchParams, res: ServerResponse): void {
    const back = new URL(asked.get('redirect_uri') ?? '');
    back.searchParams.set('state', asked.get('state') ?? '');
    if (provider.isRefused) back.searchParams.set('error', 'access_denied');
    else back.searchParams.set('code', grant(asked));
    res.writeHead(302, { location: back.href }).end();
  }

  function grant(asked: URLSearchParams): string {
    const code = randomBytes(24).toString('base64url');
    provider.given.push(code);
    granted.set(code, {
      somebody: provider.somebody,
      nonce: asked.get('nonce'),
      challenge: asked.get('code_challenge'),
      redirectUri: asked.get('redirect_uri'),
    });
    return code;
  }

  async function exchange(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const asked = new URLSearchParams((await bodyOf(req)).toString());
    const code = asked.get('code') ?? '';
    const grantOf = granted.get(code);
    granted.delete(code);
    const basic = `Basic ${Buffer.from(`${client.id}:${new URLSearchParams({ s: client.secret }).toString().slice(2)}`).toString('base64')}`;
    if (req.headers.authorization !== basic) return say(res, 401, { error: 'invalid_client' });
    const challenge = createHash('sha256')
      .update(asked.get('code_verifier') ?? '')
      .digest('base64url');
    const isTheirs = grantOf?.challenge === challenge && grantOf.redirectUri === asked.get('redirect_uri');
    // As careless ones do, it quotes what it was given.
    if (!isTheirs) return say(res, 400, { error: 'invalid_grant', error_description: `the code ${code} is not good` });
    const accessToken = randomBytes(24).toString('base64url');
    const idToken = await sign(grantOf);
    provider.given.push(accessToken, idToken);
    say(res, 200, { access_token: accessToken, token_type: 'Bearer', expires_in: 300, id_token: idToken });
  }

  function sign({ somebody, nonce }: Granted): Promise<string> {
    const now = Math.floor(Date.now() / 1_000);
    const usual = { iss: issuer, aud: client.id, iat: now, exp: now + 300, ...(nonce !== null && { nonce }) };
    const claims = { ...usual, ...somebody, ...spoilt };
    spoilt = {};
    return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(privateKey);
  }
}

function say(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
