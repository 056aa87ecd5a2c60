'use client';

import { Check, Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { useEffect, useId, useRef } from 'react';
import { text } from '#components/text/text.ts';
import { Button } from '#components/ui/button.tsx';
import { useCopy } from '#components/ui/use-copy.ts';

/**
 * A secret that is told once. It is whole and wraps, so that it can be read and selected where there is no clipboard; the
 * focus goes to it, because it is what the person has to deal with before anything else.
 */
export function SecretOnce({ title, secret, done, onDone, children }: SecretOnceProps) {
  const id = useId();
  const box = useRef<HTMLElement>(null);
  const { isCopied, copy } = useCopy(secret);
  const Icon = isCopied ? Check : Copy;
  useEffect(() => box.current?.focus(), []);
  return (
    <section
      ref={box}
      tabIndex={-1}
      aria-labelledby={`${id}-title`}
      className="rounded-block border border-line-strong p-3 outline-none"
    >
      <h2 id={`${id}-title`} className="type-name">
        {title}
      </h2>
      <p className="max-w-[60ch] text-ink-2">{children}</p>
      <code className="my-3 block rounded-control border border-line bg-sunken px-2.5 py-2 type-code wrap-anywhere select-all">
        {secret}
      </code>
      <div className="flex flex-wrap gap-2">
        <Button kind="fill" onClick={copy}>
          <Icon aria-hidden="true" className="size-4" strokeWidth={1.75} />
          <span role="status">{isCopied ? text.parts.copied : text.parts.copy}</span>
        </Button>
        {done !== undefined && <Button onClick={onDone}>{done}</Button>}
      </div>
    </section>
  );
}

interface SecretOnceProps {
  title: string;
  secret: string;
  /** What puts it away; without it, it stands there until the page is left. */
  done?: string;
  onDone?: () => void;
  children: ReactNode;
}
