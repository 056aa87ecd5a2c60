'use client';

import type { QueryClient } from '@tanstack/react-query';
import { useQuery } from '@tanstack/react-query';
import type { EventPayload } from '#lib/contract/events.ts';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import { trpcClient } from './trpc.ts';

export const sandboxesKey = ['sandboxes'];

export function useSandboxes(): readonly Sandbox[] {
  const { data } = useQuery({ queryKey: sandboxesKey, queryFn: readSandboxes });
  return data ?? none;
}

const none: readonly Sandbox[] = [];

async function readSandboxes(): Promise<readonly Sandbox[]> {
  return (await trpcClient.sandboxes.list.query()).sandboxes;
}

export function useSandbox(sandboxId: string | undefined): Sandbox | undefined {
  return useSandboxes().find((sandbox) => sandbox.sandboxId === sandboxId);
}

/** A new one at the end, a changed one in its place. */
export function putSandbox(client: QueryClient, sandbox: Sandbox): void {
  client.setQueryData<readonly Sandbox[]>(sandboxesKey, (known = none) =>
    known.some((one) => one.sandboxId === sandbox.sandboxId)
      ? known.map((one) => (one.sandboxId === sandbox.sandboxId ? sandbox : one))
      : [...known, sandbox],
  );
}

export function dropSandbox(client: QueryClient, sandboxId: string): void {
  client.setQueryData<readonly Sandbox[]>(sandboxesKey, (known) =>
    known?.filter((sandbox) => sandbox.sandboxId !== sandboxId),
  );
}

/** A bot's word about itself, unless a newer one is known. Of two of the same moment the one that comes later is newer. */
export function applyBotStatus(client: QueryClient, { sandboxId, presence, at }: EventPayload<'bot.status'>): void {
  client.setQueryData<readonly Sandbox[]>(sandboxesKey, (known) =>
    known?.map((sandbox) =>
      sandbox.sandboxId === sandboxId && (sandbox.bot.at ?? 0) <= at ? { ...sandbox, bot: { presence, at } } : sandbox,
    ),
  );
}
