import type { OAuthConfig } from 'next-auth/providers/oauth';
import type { User } from 'next-auth';
import type { Provider, ProviderId } from '#lib/contract/accounts.ts';
import type { AppContext } from '#server/app-context.ts';
import type { Env } from '#server/env.ts';
import { readGithubPerson } from './github.ts';

/** What a provider says of somebody. It has checked who they are; what follows from it is decided in `enter.ts`. */
export interface Claim extends User {
  issuer: string;
  /** What the issuer calls this person, for ever. */
  subject: string;
  isVerified: boolean;
}

/** A provider that doesn't answer holds somebody up at the door this long, for each of two or three questions. */
const patienceMs = 8_000;

const github = { web: 'https://github.com', api: 'https://api.github.com' };

/** Those that the operator has configured, as the door shows them. */
export function providersOf({ env }: Pick<AppContext, 'env'>): Provider[] {
  return [
    ...(env.oidc === null ? [] : [{ id: 'oidc' as const, name: env.oidc.name }]),
    ...(env.github === null ? [] : [{ id: 'github' as const, name: 'GitHub' }]),
  ];
}

/** By what name the identities of a provider are kept. Null: it isn't configured. */
export function issuerOf({ env }: Pick<AppContext, 'env'>, id: ProviderId): string | null {
  if (id === 'github') return env.github === null ? null : github.web;
  return env.oidc === null ? null : withoutSlash(env.oidc.issuer);
}

/** The same for next-auth, which sends people there and checks what they come back with. */
export function nextAuthProviders({ env }: Pick<AppContext, 'env'>): OAuthConfig<Record<string, unknown>>[] {
  return [
    ...(env.oidc === null ? [] : [oidcProvider(env.oidc)]),
    ...(env.github === null ? [] : [githubProvider(env.github)]),
  ];
}

function oidcProvider({ issuer, name, clientId, clientSecret }: NonNullable<Env['oidc']>): OAuthConfig<Claims> {
  return {
    id: 'oidc' satisfies ProviderId,
    name,
    type: 'oauth',
    wellKnown: `${withoutSlash(issuer)}/.well-known/openid-configuration`,
    authorization: { params: { scope: 'openid email profile' } },
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    clientId,
    clientSecret,
    httpOptions: { timeout: patienceMs },
    userinfo: {
      // Some put the address only here.
      request: async ({ client, tokens }) => {
        const { claims } = tokens as unknown as { claims(): Claims };
        const signed = claims.call(tokens);
        if ('email' in signed || client.issuer.metadata['userinfo_endpoint'] === undefined) return signed;
        const told = await client.userinfo(tokens.access_token ?? '');
        if (told.sub !== signed['sub']) throw new Error('the provider told of somebody else');
        return { ...told, ...signed };
      },
    },
    profile: ({ iss, sub, email, email_verified: verified, name: called, preferred_username: login }) => ({
      id: String(sub),
      // Another one than was chosen speaks for other people.
      issuer: withoutSlash(String(iss)) === withoutSlash(issuer) ? withoutSlash(issuer) : '',
      subject: String(sub),
      email: textOf(email),
      // Some write it as a word.
      isVerified: verified === true || verified === 'true',
      name: textOf(called) ?? textOf(login),
    }),
  };
}

type Claims = Record<string, unknown>;

/** No OpenID: who it is and whether the address is theirs is asked of its API. */
function githubProvider({ clientId, clientSecret }: NonNullable<Env['github']>): OAuthConfig<Claims> {
  return {
    id: 'github' satisfies ProviderId,
    name: 'GitHub',
    type: 'oauth',
    issuer: `${github.web}/login/oauth`,
    authorization: { url: `${github.web}/login/oauth/authorize`, params: { scope: 'read:user user:email' } },
    token: `${github.web}/login/oauth/access_token`,
    checks: ['pkce', 'state'],
    clientId,
    clientSecret,
    httpOptions: { timeout: patienceMs },
    userinfo: {
      request: async ({ tokens }) => ({ ...(await readGithubPerson(github.api, tokens.access_token ?? '')) }),
    },
    profile: ({ id, email, isVerified, name }) => ({
      id: String(id),
      issuer: github.web,
      subject: String(id),
      email: textOf(email),
      isVerified: isVerified === true,
      name: textOf(name),
    }),
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '');
}
