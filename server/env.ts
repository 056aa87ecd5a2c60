import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { signUpModeSchema, type SignUpMode } from '#lib/contract/settings.ts';
import { StartFailure } from './start-failure.ts';

const commaSeparated = z
  .string()
  .default('')
  .transform((list) =>
    list
      .split(',')
      .map((entry) => entry.trim())
      .filter(Boolean),
  );

/** Every variable that the product reads. `.env.example` says the same in words; a test holds the two together. */
const variablesSchema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .transform((url) => (url === undefined ? undefined : new URL(url).origin)),
  DATA_DIR: z.string().min(1).default('.data'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  AUTH_SECRET: z.string().min(32).optional(),
  ENCRYPTION_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits')
    .optional(),
  S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  S3_BUCKET: z.string().max(255).optional(),
  S3_REGION: z.string().max(64).default('us-east-1'),
  S3_ACCESS_KEY_ID: z.string().max(256).optional(),
  S3_SECRET_ACCESS_KEY: z.string().max(256).optional(),
  CORS_ORIGINS: commaSeparated,
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().max(200).optional(),
  TRUSTED_PROXIES: commaSeparated,
  OUTBOUND_ALLOWED_HOSTS: commaSeparated,
  SIGN_UP: signUpModeSchema.default('closed'),
  OPENAI_BASE_URL: z
    .url({ protocol: /^https?$/ })
    .refine((url) => !/^https?:\/\/[^/]*@/i.test(url), 'must not carry a password: a key is given as OPENAI_API_KEY')
    .optional(),
  OPENAI_MODEL: z.string().trim().min(1).max(200).optional(),
  OPENAI_API_KEY: z.string().trim().min(1).max(2_000).optional(),
  OPENAI_CONTEXT_TOKENS: z.coerce.number().int().min(1_000).max(10_000_000).default(8_000),
  OPENAI_TIMEOUT_SECONDS: z.coerce.number().int().min(1).max(280).default(120),
  EXPO_ACCESS_TOKEN: z.string().trim().min(1).max(2_000).optional(),
  EXPO_PUSH_URL: z.url({ protocol: /^https?$/ }).default('https://exp.host/--/api/v2/push'),
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .optional(),
  OIDC_CLIENT_ID: z.string().trim().min(1).max(500).optional(),
  OIDC_CLIENT_SECRET: z.string().trim().min(1).max(2_000).optional(),
  OIDC_NAME: z.string().trim().min(1).max(40).optional(),
  GITHUB_CLIENT_ID: z.string().trim().min(1).max(500).optional(),
  GITHUB_CLIENT_SECRET: z.string().trim().min(1).max(2_000).optional(),
  METRICS_TOKEN: z.string().min(16).optional(),
  EVENT_RETENTION_DAYS: z.coerce.number().int().min(1).max(3_650).default(30),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
  LOG_FORMAT: z.enum(['text', 'json']).optional(),
  NEXT_DIST_DIR: z.string().default('.next'),
});

export const variableNames = Object.keys(variablesSchema.shape);

/** An endpoint that speaks as OpenAI's does. */
export interface ModelEndpoint {
  baseUrl: string;
  name: string;
  /** Null: it wants none, as most local ones. */
  apiKey: string | null;
  /** What the model reads and writes at once. */
  contextTokens: number;
  /** It may think for as long as it likes, but not say nothing for longer. */
  silenceMaxMs: number;
}

interface ProviderClient {
  clientId: string;
  clientSecret: string;
}

export interface Env {
  mode: 'development' | 'production' | 'test';
  host: string;
  port: number;
  /** Where people reach it: allowed Origin, links and cookie names follow from it. Null: this machine, at its port. */
  publicUrl: string | null;
  dataDir: string;
  databaseUrl: string | null;
  /** What joins several nodes. Null: this one is alone. */
  redisUrl: string | null;
  authSecret: string | null;
  encryptionKey: string | null;
  /** Where files are kept. Null: in `dataDir`. */
  s3: { endpoint: string; name: string; region: string; accessKeyId: string; secretAccessKey: string } | null;
  /** Pages of other origins that may call the HTTP API with a bearer token, never with cookies. */
  corsOrigins: string[];
  mail: { smtpUrl: string; from: string } | null;
  trustedProxies: string[];
  /** Hosts that requests may go to though somebody else chose the address and they are near us: `host` or `host:port`. */
  outboundAllowedHosts: string[];
  /** What the built-in agent thinks with. Null: nothing, so it is a guide with a script. */
  model: ModelEndpoint | null;
  /** The service that brings pushes to apps; the token only where it was told to want one. */
  expo: { url: string; accessToken: string | null };
  /** Who may make an account, unless an operator has set it otherwise. */
  signUp: SignUpMode;
  /** An OpenID provider of the operator's choice, with what its button is called. Null: none. */
  oidc: (ProviderClient & { issuer: string; name: string }) | null;
  github: ProviderClient | null;
  /** Opens /metrics from elsewhere; this machine needs none. */
  metricsToken: string | null;
  /** How far back the log of events reaches. */
  eventRetentionDays: number;
  log: { level: string; format: 'text' | 'json' };
  nextDistDir: string;
}

/** The one reader of the environment. An empty variable counts as not set. */
export function readEnv(variables: Record<string, string | undefined> = fromProcess()): Env {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = variablesSchema.safeParse(set);
  if (!parsed.success) throw badVariables(parsed.error);
  const v = parsed.data;
  if (v.REDIS_URL !== undefined && (v.AUTH_SECRET === undefined || v.ENCRYPTION_KEY === undefined)) throw loneSecrets();
  return {
    mode: v.NODE_ENV,
    host: v.HOST,
    port: v.PORT,
    publicUrl: v.PUBLIC_URL ?? null,
    dataDir: resolve(v.DATA_DIR),
    databaseUrl: v.DATABASE_URL ?? null,
    redisUrl: v.REDIS_URL ?? null,
    authSecret: v.AUTH_SECRET ?? null,
    encryptionKey: v.ENCRYPTION_KEY ?? null,
    s3: bucketOf(v),
    corsOrigins: v.CORS_ORIGINS,
    mail:
      v.SMTP_URL === undefined ? null : { smtpUrl: v.SMTP_URL, from: v.MAIL_FROM ?? 'Claw Chat <claw-chat@localhost>' },
    trustedProxies: v.TRUSTED_PROXIES,
    outboundAllowedHosts: v.OUTBOUND_ALLOWED_HOSTS,
    model: modelOf(v),
    expo: { url: v.EXPO_PUSH_URL.replace(/\/+$/, ''), accessToken: v.EXPO_ACCESS_TOKEN ?? null },
    signUp: v.SIGN_UP,
    oidc: oidcOf(v),
    github: githubOf(v),
    metricsToken: v.METRICS_TOKEN ?? null,
    eventRetentionDays: v.EVENT_RETENTION_DAYS,
    log: { level: v.LOG_LEVEL, format: v.LOG_FORMAT ?? (process.stdout.isTTY ? 'text' : 'json') },
    nextDistDir: v.NEXT_DIST_DIR,
  };
}

/** Variables of the shell win over those of a `.env` file, as Node's own loader has it. */
function fromProcess(): Record<string, string | undefined> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}

function badVariables(error: z.ZodError): StartFailure {
  const said = error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  return new StartFailure('bad_configuration', `The configuration can't be used. ${said}`);
}

function loneSecrets(): StartFailure {
  return new StartFailure(
    'bad_configuration',
    'REDIS_URL joins several nodes, and secrets that one of them made for itself would be refused by the others. ' +
      'Set AUTH_SECRET and ENCRYPTION_KEY to the same values on every node.',
  );
}

/** All four or none: half of them would quietly keep files where nobody looks for them. The region has a usual value. */
function bucketOf(v: z.infer<typeof variablesSchema>): Env['s3'] {
  const {
    S3_ENDPOINT: endpoint,
    S3_BUCKET: name,
    S3_ACCESS_KEY_ID: accessKeyId,
    S3_SECRET_ACCESS_KEY: secretAccessKey,
  } = v;
  const set = [endpoint, name, accessKeyId, secretAccessKey].filter((value) => value !== undefined);
  if (set.length === 0) return null;
  if (endpoint === undefined || name === undefined || accessKeyId === undefined || secretAccessKey === undefined) {
    throw new StartFailure(
      'bad_configuration',
      'S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY belong together: set all of them or none.',
    );
  }
  return { endpoint: endpoint.replace(/\/+$/, ''), name, region: v.S3_REGION, accessKeyId, secretAccessKey };
}

/** The issuer is compared letter by letter with what tokens say, so it stays as it was written. */
function oidcOf(v: z.infer<typeof variablesSchema>): Env['oidc'] {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, OIDC_NAME: name } = v;
  if ([issuer, clientId, clientSecret, name].every((value) => value === undefined)) return null;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined || name === undefined) {
    throw new StartFailure(
      'bad_configuration',
      'OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and OIDC_NAME belong together: set all of them or none.',
    );
  }
  return { issuer, clientId, clientSecret, name };
}

function githubOf(v: z.infer<typeof variablesSchema>): Env['github'] {
  const { GITHUB_CLIENT_ID: clientId, GITHUB_CLIENT_SECRET: clientSecret } = v;
  if (clientId === undefined && clientSecret === undefined) return null;
  if (clientId === undefined || clientSecret === undefined) {
    throw new StartFailure(
      'bad_configuration',
      'GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET belong together: set both of them or none.',
    );
  }
  return { clientId, clientSecret };
}

/** A key alone is none of our business: many a shell has one for other programs. */
function modelOf(v: z.infer<typeof variablesSchema>): ModelEndpoint | null {
  const { OPENAI_BASE_URL: baseUrl, OPENAI_MODEL: name } = v;
  if (baseUrl === undefined && name === undefined) return null;
  if (baseUrl === undefined || name === undefined) {
    throw new StartFailure(
      'bad_configuration',
      'OPENAI_BASE_URL and OPENAI_MODEL belong together: set both to give the built-in agent a model, or none of them.',
    );
  }
  return {
    baseUrl: baseUrl.replace(/\/+$/, ''),
    name,
    apiKey: v.OPENAI_API_KEY ?? null,
    contextTokens: v.OPENAI_CONTEXT_TOKENS,
    silenceMaxMs: v.OPENAI_TIMEOUT_SECONDS * 1_000,
  };
}

/** next-auth learns the public address from the environment only. */
export function tellNextAuth(address: string): void {
  process.env['NEXTAUTH_URL'] = address;
}
