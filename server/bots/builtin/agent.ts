import type { Answering } from '#lib/bot-sdk/answering.ts';
import type { BotApi } from '#lib/bot-sdk/api.ts';
import type { Delivery } from '#lib/contract/bots.ts';
import type { Logger } from '#server/log.ts';
import type { Facts } from './facts.ts';

/** Where an agent stands: one sandbox, which it knows by its key. */
export interface Standing {
  api: BotApi;
  sandboxId: string;
  readFacts(): Promise<Facts>;
  log: Logger;
}

export type Agent = (delivery: Delivery, answering: Answering) => Promise<void>;
