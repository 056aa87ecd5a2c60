'use client';

import { useState } from 'react';
import type { Endpoint, ProbeResult } from '#lib/contract/endpoints.ts';
import { problemOf } from '#components/data/problem.ts';
import { FormProblem } from '#components/form/form-problem.tsx';
import { useClock } from '#components/look/clock-provider.tsx';
import { SureInPlace } from '#components/settings/sure-in-place.tsx';
import { deliveryText } from '#components/text/delivery-text.ts';
import { failureWords } from '#components/text/failure-words.ts';
import { exactTime } from '#components/text/times.ts';
import { Button } from '#components/ui/button.tsx';
import type { EndpointActs } from './endpoint-data.ts';

const words = deliveryText.endpoint;

/** What else can be done with an endpoint that there is. */
export function EndpointActsRow({ endpoint, acts: { rotate, probe, remove }, onSecret }: EndpointActsRowProps) {
  const { timeZone } = useClock();
  const [isAsked, setAsked] = useState(false);
  const failed = rotate.error ?? probe.error;
  if (isAsked) {
    return (
      <SureInPlace
        why={words.removeWhy}
        act={words.remove}
        isBusy={remove.isPending}
        problem={remove.error === null ? undefined : problemOf(remove.error).message}
        onSure={() => remove.mutate()}
        onKeep={() => setAsked(false)}
      />
    );
  }
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <Button busy={probe.isPending} onClick={() => probe.mutate()}>
          {probe.isPending ? words.probing : words.probe}
        </Button>
        <Button
          busy={rotate.isPending}
          onClick={() => rotate.mutate(undefined, { onSuccess: ({ secret }) => secret !== null && onSecret(secret) })}
        >
          {words.rotate}
        </Button>
        <Button kind="danger" onClick={() => setAsked(true)}>
          {words.remove}
        </Button>
      </div>
      <p role="status" className="text-ink-2">
        {probe.data !== undefined && answerWords(probe.data)}
      </p>
      {endpoint.previousUntil !== null && (
        <p className="type-caption text-ink-3">{words.bothSignUntil(exactTime(endpoint.previousUntil, timeZone))}</p>
      )}
      <FormProblem>{failed === null ? undefined : problemOf(failed).message}</FormProblem>
    </div>
  );
}

interface EndpointActsRowProps {
  endpoint: Endpoint;
  acts: EndpointActs;
  onSecret: (secret: string) => void;
}

function answerWords({ ok, failure, durationMs }: ProbeResult): string {
  return ok ? words.alive(durationMs) : `${failureWords(failure ?? '')}.`;
}
