import { randomBytes } from 'node:crypto';
import type { BlockList } from 'node:net';
import { endInvitationsBy } from './accounts/invitations/invite.ts';
import { sweepAccounts } from './accounts/jobs.ts';
import { figures } from './admin/figures/consume.ts';
import { countPushes } from './admin/figures/pushes.ts';
import { sweepAudit } from './admin/audit-sweep.ts';
import { watchRevocations, type RevocationWatch } from './accounts/revocation-watch.ts';
import { OpenedSeals } from './accounts/opened-seals.ts';
import { SessionReader } from './accounts/session-reader.ts';
import { principalOfSession } from './accounts/sessions.ts';
import { presenceOfBots } from './bots/bot-status.ts';
import { deliverEvents } from './bots/deliveries/consume.ts';
import { endAgent } from './bots/end-agent.ts';
import { endReadingByKeysOf } from './bots/keys.ts';
import { sweepDeliveries } from './bots/jobs.ts';
import { watchPresence } from './bots/presence-watch.ts';
import { stopAgent } from './bots/stop-agent.ts';
import { BotStreams } from './bots/streams.ts';
import { watchUrgent } from './bots/deliveries/urgent.ts';
import { StatusRequests } from './bots/endpoints/status-requests.ts';
import { sendWebhooks } from './bots/webhooks/sender.ts';
import { watchExpiry } from './chat/approvals/expiry.ts';
import { watchStreams } from './chat/streams/interrupt.ts';
import { BadgeTeller } from './chat/badges/teller.ts';
import { sweepFiles } from './chat/attachments/jobs.ts';
import { clearSandbox } from './chat/clear-sandbox.ts';
import { conversationKind, membersOf, sandboxKind, userKind } from './chat/contexts.ts';
import { farewell } from './chat/farewell.ts';
import { leaveWithOrganization } from './chat/leave-organization.ts';
import { forgetByAge } from './chat/retention/jobs.ts';
import { searchIndex } from './chat/search/index-messages.ts';
import { firstConversation, welcome } from './chat/welcome.ts';
import type { Clock } from './clock.ts';
import { connect, connectAside, type Database, type Sql } from './db/client.ts';
import { watchDatabaseClock } from './db/database-clock.ts';
import type { DatabaseAddress } from './db/embedded.ts';
import { createReach, type Reach } from './db/reach.ts';
import type { DueWatch } from './due-watch.ts';
import { createTransact, type Transact, type Transaction } from './db/transaction.ts';
import type { Env } from './env.ts';
import { runJobs } from './jobs/runner.ts';
import { checkKey } from './key-check.ts';
import { Lifetimes } from './lifetimes.ts';
import { adjustedBudgets, createLimits, type Budgets, type Limits } from './limits.ts';
import type { Logger } from './log.ts';
import { createMailer, type Mailer } from './mail.ts';
import { createMetrics, type Metrics } from './metrics/metrics.ts';
import { createMemoryBackplane } from './realtime/backplane/memory.ts';
import { createRedisBackplane } from './realtime/backplane/redis.ts';
import { ContextRegistry } from './realtime/contexts.ts';
import { dropPartitions, makePartitions } from './realtime/jobs.ts';
import { createRealtime, type Realtime } from './realtime/realtime.ts';
import { connectRedis, prefixOf } from './redis.ts';
import { sweepDispatches } from './notifications/dispatches/jobs.ts';
import { runNotifications } from './notifications/dispatches/run.ts';
import type { Transports } from './notifications/dispatches/send.ts';
import { sweepDevices } from './notifications/jobs.ts';
import { transportsOf } from './notifications/transports.ts';
import { createChangingGuard, demandAllowedHost, type OutboundGuard } from './outbound/guard.ts';
import { trustedList } from './rest/client-address.ts';
import { allowedOrigins } from './rest/origin.ts';
import type { BotPresenceReport } from './sandboxes/present.ts';
import { finishDestructions } from './sandboxes/destroy.ts';
import { loadSecrets, type Secrets } from './secrets.ts';
import { watchSettings, type LiveSettings } from './settings/settings.ts';
import { openStorage } from './storage/open.ts';
import type { Storage } from './storage/storage.ts';

/** Everything that lives as long as the process, built here and nowhere else, handed down, and disposed in reverse. */
export interface AppContext extends AsyncDisposable {
  env: Env;
  log: Logger;
  clock: Clock;
  secrets: Secrets;
  /** What operators have set. */
  settings: LiveSettings;
  /** Where people reach us: scheme, host and port. */
  publicUrl: string;
  origins: Set<string>;
  trustedProxies: BlockList;
  /** Asked of the first account when it is made from another machine; printed at start. */
  signUpCode: string;
  db: Database;
  sql: Sql;
  /** Whether the database answers. */
  reach: Reach;
  transaction: Transact;
  /** Which sessions cookies name, and which of those stand. */
  seals: OpenedSeals;
  sessions: SessionReader;
  contexts: ContextRegistry;
  realtime: Realtime;
  revocations: RevocationWatch;
  botStreams: BotStreams;
  /** Ends approvals that nobody decided in time. */
  expiry: DueWatch;
  /** Ends what an agent had to hear of at once and hasn't acknowledged in time. */
  urgentDeliveries: DueWatch;
  /** Asks agents without a stream whether they are there. */
  statusRequests: StatusRequests;
  /** Tells people's devices what is unread when that has changed otherwise than by a message. */
  badges: BadgeTeller;
  /** Who may be spoken to when somebody else chose the address. */
  outbound: OutboundGuard;
  metrics: Metrics;
  /** What may be done how often; spent at the doors. */
  limits: Limits;
  /** What a new person gets, written in the transaction that makes the account. */
  onSignUp: ((tx: Transaction, person: { userId: string }) => Promise<void>)[];
  /** What higher domains do when a person is disabled, in the transaction that does it. */
  onDisable: ((tx: Transaction, person: { userId: string }) => Promise<void>)[];
  /** What higher domains do before a person's row goes, in the transaction that deletes it. */
  onDelete: ((tx: Transaction, person: { userId: string }) => Promise<void>)[];
  /** What higher domains take back when somebody is no longer in an organization, in the transaction that does it. */
  onLeave: ((tx: Transaction, place: { organizationId: string; userId: string }) => Promise<void>)[];
  /** What higher domains do with all that a sandbox had, once it can't be used any more. Each may be done again. */
  onDestroy: ((sandboxId: string) => Promise<void>)[];
  /** What higher domains end once a sandbox is stopped. Each may be done again. */
  onStop: ((sandboxId: string) => Promise<void>)[];
  /** What a new agent begins with, in the transaction that makes it. */
  firstConversation(tx: Transaction, place: { sandboxId: string; userId: string }): Promise<string>;
  /** The bytes of files. */
  storage: Storage;
  /** Null: this installation sends no mail. */
  mail: Mailer | null;
  presenceOfBots(sandboxIds: string[]): Promise<Map<string, BotPresenceReport>>;
}

interface Ingredients {
  env: Env;
  log: Logger;
  /** The port that we really listen on. */
  port: number;
  database: DatabaseAddress;
  clock?: Clock;
  /** Other limits than the usual ones. */
  budgets?: Budgets;
  /** Another judge of where requests may go than the environment's. */
  outbound?: OutboundGuard;
  /** Other ways to devices than the usual ones; null: another node tells them. */
  transports?: Transports | null;
}

export async function createAppContext(ingredients: Ingredients): Promise<AppContext> {
  const living = new Lifetimes();
  try {
    return await build(living, ingredients);
  } catch (error) {
    await living.end();
    throw error;
  }
}

async function build(
  living: Lifetimes,
  { env, log, port, database, clock: givenClock, budgets, outbound, transports }: Ingredients,
): Promise<AppContext> {
  const { db, sql, close } = connect(database);
  living.defer(close);
  const aside = connectAside(database);
  living.defer(() => aside.end({ timeout: 5 }));
  const clock = givenClock ?? living.use(await watchDatabaseClock({ sql: aside, log }));

  const secrets = loadSecrets(env);
  await checkKey(sql, secrets);
  for (const host of env.outboundAllowedHosts) demandAllowedHost(host);
  const settings = living.use(await watchSettings({ env, sql, log }));
  const publicUrl = env.publicUrl ?? `http://localhost:${port}`;
  const origins = allowedOrigins(publicUrl, env.publicUrl === null);
  const mail = createMailer(env.mail, log);
  if (mail !== null) living.use(mail);
  const prefix = prefixOf(secrets.encryption);
  const redis = env.redisUrl === null ? null : living.use(await connectRedis({ url: env.redisUrl, prefix }, log));
  const backplane = redis === null ? createMemoryBackplane() : living.use(createRedisBackplane({ redis, log }));
  const contexts = new ContextRegistry();
  const realtime: Realtime = living.use(
    createRealtime({
      sql,
      log,
      clock,
      contexts,
      backplane,
      epoch: await readEpoch(sql),
      isInformed: () => revocations.isInformed(),
      sessionOf: (sessionId) => principalOfSession(app, sessionId),
      allowedOrigin: (origin) => origin === undefined || origins.has(origin),
    }),
  );
  const revocations: RevocationWatch = living.use(watchRevocations({ sql, log, realtime }));
  const app: AppContext = {
    env,
    log,
    clock,
    publicUrl,
    origins,
    db,
    sql,
    seals: new OpenedSeals({ secret: secrets.auth, clock, log }),
    sessions: new SessionReader(sql, clock),
    reach: createReach(aside),
    contexts,
    realtime,
    secrets,
    settings,
    trustedProxies: trustedList(env.trustedProxies),
    signUpCode: randomBytes(10).toString('hex'),
    transaction: createTransact(db, (touched) => realtime.wake(touched)),
    revocations,
    onSignUp: [welcome],
    onDisable: [(tx, person) => endReadingByKeysOf(app, tx, person)],
    onDelete: [(tx, person) => endReadingByKeysOf(app, tx, person), (tx, person) => farewell(app, tx, person)],
    onLeave: [(tx, place) => leaveWithOrganization(app, tx, place), (tx, place) => endInvitationsBy(app, tx, place)],
    onStop: [(sandboxId) => stopAgent(app, sandboxId)],
    onDestroy: [(sandboxId) => endAgent(app, sandboxId), (sandboxId) => clearSandbox(app, sandboxId)],
    firstConversation,
    storage: openStorage(env, log),
    mail,
    botStreams: new BotStreams(realtime),
    expiry: living.use(watchExpiry({ sql, clock, realtime, log })),
    urgentDeliveries: living.use(watchUrgent({ sql, clock, realtime, log })),
    statusRequests: new StatusRequests(),
    badges: living.use(new BadgeTeller({ sql, log, realtime })),
    outbound: outbound ?? createChangingGuard(() => settings.current().outboundAllowedHosts),
    metrics: createMetrics({ realtime, sql, clock }),
    limits: createLimits(clock, budgets ?? adjustedBudgets(() => settings.current().limits), redis),
    presenceOfBots: (sandboxIds) => presenceOfBots(app, sandboxIds),
    [Symbol.asyncDispose]: () => living.end(),
  };

  contexts.register('conversation', conversationKind(app));
  contexts.register('sandbox', sandboxKind(app));
  contexts.register('user', userKind(app));
  contexts.registerMembers((conversationId) => membersOf(app, conversationId));
  living.use(await realtime.runConsumer(deliverEvents(app)));
  living.use(await realtime.runConsumer(searchIndex));
  living.use(await realtime.runConsumer(figures));
  if (transports !== null) living.use(await runNotifications(app, transports ?? transportsOf(app)));
  living.use(watchStreams(app));
  living.use(sendWebhooks(app));
  living.use(watchPresence(app));
  living.use(
    await runJobs(database, log, [
      makePartitions(app),
      dropPartitions(app),
      sweepAccounts(app),
      sweepAudit(app),
      sweepDeliveries(app),
      sweepDispatches(app),
      sweepFiles(app),
      sweepDevices(app),
      finishDestructions(app),
      countPushes(app),
      forgetByAge(app),
    ]),
  );
  return app;
}

async function readEpoch(sql: Sql): Promise<number> {
  const [row] = await sql<{ epoch: number }[]>`select epoch from instance`;
  return row?.epoch ?? 1;
}
