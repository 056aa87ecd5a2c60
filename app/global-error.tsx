'use client';

import './globals.css';
import { problemText } from '#components/text/problem-text.ts';
import { Broken } from '#components/ui/broken.tsx';

/** What is left when even the frame around the pages fails: it brings its own. */
export default function FrameError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>{problemText.page}</title>
        <main className="mx-auto max-w-(--w-form) px-6 py-12 max-md:px-4">
          <h1 className="sr-only">{problemText.page}</h1>
          <Broken title={problemText.page} why={problemText.server} requestId={error.digest ?? null} onRetry={reset} />
        </main>
      </body>
    </html>
  );
}
