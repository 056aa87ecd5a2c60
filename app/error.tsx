'use client';

import { Broken } from '#components/ui/broken.tsx';
import { problemText } from '#components/text/problem-text.ts';

export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="mx-auto max-w-(--w-form) px-6 py-12 max-md:px-4">
      <h1 className="sr-only">{problemText.page}</h1>
      <Broken title={problemText.page} why={problemText.server} requestId={error.digest ?? null} onRetry={reset} />
    </main>
  );
}
