export interface BotAddress {
  /** Where Claw Chat is reached. */
  url: string;
  key: string;
  sandboxId: string;
  /** What the bot can do, in words of one to forty letters: it says so whenever it says that it is there. */
  capabilities?: readonly string[];
  /** Another fetch than the one of this place. */
  fetch?: typeof fetch;
}

export interface BotSettings {
  /** The bot's own address, as it stands beside its key: `https://…/bot/v1/sandboxes/…`. */
  url: string;
  key: string;
  /** For an address that is only Claw Chat's. */
  sandboxId?: string;
  /** What it can do, in words of one to forty letters: it says so whenever it says that it is there. */
  capabilities?: readonly string[];
  /** Another fetch than the one of this place. */
  fetch?: typeof fetch;
}

export function addressOf({ url, sandboxId, ...rest }: BotSettings): BotAddress {
  const [, house = url, own] = /^(.*)\/bot\/v1\/sandboxes\/([\w-]+)\/?$/.exec(url) ?? [];
  const id = sandboxId ?? own;
  if (id === undefined) throw new TypeError(`A bot’s address ends in /bot/v1/sandboxes/…, and this doesn’t: ${url}`);
  return { ...rest, url: house, sandboxId: id };
}
