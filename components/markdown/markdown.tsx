import type { ComponentProps, ReactNode } from 'react';
import { memo } from 'react';
import type { Components, Options } from 'react-markdown';
import ReactMarkdown from 'react-markdown';
import rehypeSanitize from 'rehype-sanitize';
import remarkBreaks from 'remark-breaks';
import remarkGfm from 'remark-gfm';
import { CheckBox } from './check-box.tsx';
import { Code, OpenBlock } from './code.tsx';
import { htmlAsText, imagesAsLinks, mentionsAsMarks, namesOfCode } from './rewrite.ts';
import { safeAddress } from './safe-address.ts';
import { allowed } from './schema.ts';

export interface MarkdownProps {
  source: string;
  /** Its end is still being written. */
  isOpen: boolean;
  /** Who is named in it. */
  names: readonly string[];
}

/** GitHub's Markdown as elements of ours. HTML in it is text; what the schema doesn't know is not there. */
export const Markdown = memo(function Markdown({ source, isOpen, names }: MarkdownProps) {
  const rehype: Options['rehypePlugins'] = [
    htmlAsText,
    imagesAsLinks,
    [rehypeSanitize, allowed],
    [mentionsAsMarks, names],
  ];
  return (
    <OpenBlock value={isOpen}>
      <ReactMarkdown
        remarkPlugins={remark}
        rehypePlugins={rehype}
        urlTransform={(address) => safeAddress(address) ?? ''}
        components={elements}
      >
        {source}
      </ReactMarkdown>
    </OpenBlock>
  );
});

const remark: Options['remarkPlugins'] = [[remarkGfm, { singleTilde: false }], remarkBreaks, namesOfCode];

/** A new tab that can't reach back. An address that may not be followed is only its words. */
function Link({ href, children }: ComponentProps<'a'>) {
  if (href === undefined || href === '') return children;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}

/** Under the day's heading; how deep it was meant is a matter of size. */
function heading(level: number) {
  return function Heading({ children }: { children?: ReactNode }) {
    return <h3 data-level={level}>{children}</h3>;
  };
}

function Table({ children }: ComponentProps<'table'>) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by key
    <div tabIndex={0} role="group" className="field-ring overflow-x-auto" data-table>
      <table>{children}</table>
    </div>
  );
}

const elements: Components = {
  a: Link,
  h1: heading(1),
  h2: heading(2),
  h3: heading(3),
  h4: heading(4),
  h5: heading(4),
  h6: heading(4),
  table: Table,
  // Without its dots a list is no list to some readers of the screen.
  // oxlint-disable-next-line jsx-a11y/no-redundant-roles -- not redundant in WebKit once the dots are ours
  ul: ({ children }) => <ul role="list">{children}</ul>,
  ol: ({ children, start }) => (
    // oxlint-disable-next-line jsx-a11y/no-redundant-roles -- the same
    <ol role="list" start={start} style={{ counterReset: `n ${(start ?? 1) - 1}` }}>
      {children}
    </ol>
  ),
  input: ({ checked }) => <CheckBox isChecked={checked === true} />,
  pre: Code,
  mark: ({ children }) => <span className="rounded-flag bg-signal-wash px-0.5 font-medium">{children}</span>,
};
