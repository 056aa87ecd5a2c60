'use client';

import type { ApiKey } from '#lib/contract/accounts.ts';
import { problemOf } from '#components/data/problem.ts';
import { pageText } from '#components/text/page-text.ts';
import { useRevokeKey } from './keys-data.ts';
import { SureInPlace } from './sure-in-place.tsx';

export function RevokeKey({ apiKey, onKeep }: { apiKey: ApiKey; onKeep: () => void }) {
  const revoke = useRevokeKey();
  return (
    <SureInPlace
      why={pageText.keys.revokeWhy(apiKey.name)}
      act={revoke.isPending ? pageText.keys.revoking : pageText.keys.revokeNamed(apiKey.name)}
      isBusy={revoke.isPending}
      problem={revoke.error === null ? undefined : pageText.keys.notRevoked(problemOf(revoke.error).message)}
      onSure={() => revoke.mutate(apiKey.id)}
      onKeep={onKeep}
    />
  );
}
