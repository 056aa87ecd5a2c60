'use client';

import { Broken } from '#components/ui/broken.tsx';
import { text } from '#components/text/text.ts';

export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="mx-auto max-w-(--w-form) px-6 py-12">
      <h1 className="sr-only">{text.problem.page}</h1>
      <Broken title={text.problem.page} why={text.problem.server} requestId={error.digest ?? null} onRetry={reset} />
    </main>
  );
}
