'use client';

import Link from 'next/link';
import type { DeliveryAttempt } from '#lib/contract/deliveries.ts';
import { messagePath } from '#lib/chat/addresses.ts';
import { problemOf } from '#components/data/problem.ts';
import { FormProblem } from '#components/form/form-problem.tsx';
import { useClock } from '#components/look/clock-provider.tsx';
import { Loaded } from '#components/settings/loaded.tsx';
import { deliveryText } from '#components/text/delivery-text.ts';
import { failureWords } from '#components/text/failure-words.ts';
import { exactTime } from '#components/text/times.ts';
import { Button } from '#components/ui/button.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { CopyId } from '#components/ui/copy-id.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import { useDelivery, useReplay } from './deliveries-data.ts';

const words = deliveryText.log;

/** Each try of a delivery and what it says, asked for when it is opened. */
export function DeliveryDetails({ sandboxId, deliveryId }: { sandboxId: string; deliveryId: string }) {
  return (
    <Loaded what={words.page} query={useDelivery(sandboxId, deliveryId)}>
      {(detail) => (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
          <Tries tries={detail.tries} />
          <Body mayRead={detail.mayRead} body={detail.body ?? null} />
          <p className="flex flex-wrap items-baseline gap-x-2 text-ink-3">
            {words.id} <CopyId id={detail.id} />
          </p>
          <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
            {detail.state === 'dead' && <Replay sandboxId={sandboxId} deliveryId={deliveryId} />}
            {detail.mayRead && detail.messageId !== null && (
              <Link
                href={messagePath(detail.conversationId, detail.messageId)}
                prefetch={false}
                className="touch-room underline decoration-1 underline-offset-3"
              >
                {words.inConversation}
              </Link>
            )}
          </div>
        </div>
      )}
    </Loaded>
  );
}

function Tries({ tries }: { tries: readonly DeliveryAttempt[] }) {
  if (tries.length === 0) return <p className="text-ink-2">{words.noTries}</p>;
  const answer = tries.find((one) => one.answer !== null)?.answer ?? null;
  return (
    <>
      <Table
        label={words.tries}
        head={
          <>
            <HeadCell>{words.tryTime}</HeadCell>
            <HeadCell>{words.tryOutcome}</HeadCell>
            <HeadCell isNumber>{words.tryLength}</HeadCell>
          </>
        }
      >
        {tries.map((one) => (
          <TryRow key={one.n} attempt={one} />
        ))}
      </Table>
      {answer !== null && <CodeBlock name={words.answered} code={answer} />}
    </>
  );
}

function TryRow({ attempt: { at, status, failure, durationMs } }: { attempt: DeliveryAttempt }) {
  const { timeZone } = useClock();
  return (
    <Row>
      <Cell place="name" className="whitespace-normal!">
        <time dateTime={new Date(at).toISOString()}>{exactTime(at, timeZone)}</time>
      </Cell>
      <Cell place="rest">{failure === null ? words.taken(status) : failureWords(failure)}</Cell>
      <Cell place="state" isNumber className="text-ink-2">
        {durationMs.toLocaleString('en')} ms
      </Cell>
    </Row>
  );
}

function Body({ mayRead, body }: { mayRead: boolean; body: unknown }) {
  if (!mayRead) return <p className="text-ink-2">{words.bodyHidden}</p>;
  if (body === null) return <p className="text-ink-2">{words.bodyGone}</p>;
  return <CodeBlock name={words.body} code={JSON.stringify(body, null, 2)} />;
}

function Replay({ sandboxId, deliveryId }: { sandboxId: string; deliveryId: string }) {
  const replay = useReplay(sandboxId);
  return (
    <>
      <Button kind="fill" busy={replay.isPending} onClick={() => replay.mutate(deliveryId)}>
        {replay.isPending ? words.replaying : words.replay}
      </Button>
      <FormProblem>{replay.error === null ? undefined : problemOf(replay.error).message}</FormProblem>
    </>
  );
}
