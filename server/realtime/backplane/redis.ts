import { randomBytes } from 'node:crypto';
import { parseContext } from '#lib/contexts.ts';
import type { Logger } from '#server/log.ts';
import type { RedisLink } from '#server/redis.ts';
import { presenceLifeMs, type Backplane } from './backplane.ts';
import { RedisPresence } from './redis/presence.ts';
import { Topics } from './redis/topics.ts';

export interface RedisBackplaneOptions {
  redis: RedisLink;
  log: Logger;
  /** For how long what a silent node said is believed. */
  lifeMs?: number;
}

/** Nodes that share a Redis. Without it each hears itself, and the log brings the rest. */
export function createRedisBackplane({ redis, log, lifeMs = presenceLifeMs }: RedisBackplaneOptions) {
  // Anew with each start: what the process before it said shall not be taken for what this one says.
  const node = randomBytes(9).toString('base64url');
  const topics = new Topics(redis, node, log);
  const presence = new RedisPresence(redis, { node, lifeMs });
  const healedListeners: (() => void)[] = [];
  // Nothing is listened to yet, and nothing said.
  let isJoined = redis.isUp();
  let links = 0;

  const join = async () => {
    const link = ++links;
    await topics.subscribeAll();
    await presence.sayAll();
    // The link may have gone again meanwhile, and the next one joins by itself.
    if (link !== links || !redis.isUp()) return;
    isJoined = true;
    if (!topics.hasRefused) heal();
  };

  const heal = () => {
    topics.sayUnsaid();
    for (const topic of topics.topics) {
      if (parseContext(topic)?.kind === 'conversation') topics.publish(topic, { kind: 'presence' });
    }
    for (const listener of healedListeners) listener();
  };

  const renew = async () => {
    if (!redis.isUp()) return;
    const hadRefused = topics.hasRefused;
    await Promise.all([presence.sayAll(), topics.subscribeRefused()]);
    if (hadRefused && isWhole()) heal();
  };

  const isWhole = () => isJoined && redis.isUp() && !topics.hasRefused;

  redis.onUp(() => void join());
  redis.onDown(() => (isJoined = false));
  // Three times in a life: one that is lost or late makes nobody fade.
  const renewing = setInterval(() => void renew(), lifeMs / 3).unref();

  return {
    publish: (topic, message) => topics.publish(topic, message),
    listen: (topic, listener) => topics.listen(topic, listener),
    isWhole,
    onHealed: (listener) => void healedListeners.push(listener),
    presence,
    [Symbol.dispose]: () => clearInterval(renewing),
  } satisfies Backplane & Disposable;
}
