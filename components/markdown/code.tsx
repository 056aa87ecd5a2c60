'use client';

import { createContext, use, useState } from 'react';
import type { ExtraProps } from 'react-markdown';
import { messageText } from '#components/text/message-text.ts';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { useColours } from './use-colours.tsx';

/** Longer code is folded to its beginning: enough to know what it is. */
const foldedFrom = 40;
const foldedTo = 24;

/** Whether the block around is still being written. */
export const OpenBlock = createContext(false);

/** Fenced code. While it is being written it is neither folded nor coloured: both would happen under the reader's eye. */
export function Code({ node }: ExtraProps) {
  const isOpen = use(OpenBlock);
  const { code, language, name } = read(node);
  const lines = code.split('\n');
  const [isFolded, setFolded] = useState(!isOpen);
  const folds = isFolded && lines.length > foldedFrom;
  const shown = folds ? lines.slice(0, foldedTo).join('\n') : code;
  const colours = useColours(shown, isOpen ? null : language);
  return (
    <CodeBlock
      name={name ?? language ?? messageText.code}
      code={code}
      foot={folds && <ShowAll count={lines.length} onClick={() => setFolded(false)} />}
    >
      {colours ?? shown}
    </CodeBlock>
  );
}

function ShowAll({ count, onClick }: { count: number; onClick: () => void }) {
  return (
    <p className="border-t border-line px-3 py-1.5 type-caption">
      <LinkButton onClick={onClick}>{messageText.showAllLines(count)}</LinkButton>
    </p>
  );
}

interface CodeParts {
  code: string;
  language: string | null;
  name: string | null;
}

/** Markdown makes `<pre><code class="language-x">` of it, with one text inside. */
function read(node: ExtraProps['node']): CodeParts {
  const inner = node?.children[0];
  if (inner?.type !== 'element') return { code: '', language: null, name: null };
  const code = inner.children.map((child) => (child.type === 'text' ? child.value : '')).join('');
  const { className, title } = inner.properties;
  const language = /language-(\S+)/.exec(String(className))?.[1] ?? null;
  return { code: code.replace(/\n$/, ''), language, name: typeof title === 'string' ? title : null };
}
