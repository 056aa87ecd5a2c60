import { randomBytes } from 'node:crypto';
import type { AppContext } from '#server/app-context.ts';
import { open, seal } from '#server/sealing.ts';

/** As Standard Webhooks has it. */
export function mintSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

export function sealSecret({ secrets }: AppContext, sandboxId: string, secret: string): string {
  return seal(secrets.encryption, purposeOf(sandboxId), secret);
}

/** What signs now: one, or two while one takes the place of the other. */
export function openSecrets({ secrets }: AppContext, sandboxId: string, sealed: (string | null)[]): string[] {
  return sealed.flatMap((one) => (one === null ? [] : [open(secrets.encryption, purposeOf(sandboxId), one)]));
}

function purposeOf(sandboxId: string): string {
  return `webhook:${sandboxId}`;
}
