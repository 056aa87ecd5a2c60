'use client';

import type { ApiKey } from '#lib/contract/accounts.ts';
import { problemOf } from '#components/data/problem.ts';
import { pageText } from '#components/text/page-text.ts';
import { type KeyRing, useRevokeKey } from './keys-data.ts';
import { SureInPlace } from './sure-in-place.tsx';

export function RevokeKey({ ring, apiKey, onKeep }: RevokeKeyProps) {
  const revoke = useRevokeKey(ring);
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

interface RevokeKeyProps {
  ring: KeyRing;
  apiKey: ApiKey;
  onKeep: () => void;
}
