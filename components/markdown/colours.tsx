import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import css from 'highlight.js/lib/languages/css';
import diff from 'highlight.js/lib/languages/diff';
import go from 'highlight.js/lib/languages/go';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import { createLowlight } from 'lowlight';
import type { ReactNode } from 'react';

const grammars = createLowlight({
  bash,
  c,
  css,
  diff,
  go,
  java,
  javascript,
  json,
  python,
  rust,
  sql,
  typescript,
  xml,
  yaml,
});
grammars.registerAlias({ bash: ['shell', 'console', 'zsh'], c: ['cpp', 'c++'], json: ['jsonc', 'json5'] });

type Nodes = ReturnType<typeof grammars.highlight>['children'];

/** Code in four voices, and ink for the rest; null for a language that isn't known. */
export function colour(code: string, language: string): ReactNode {
  const name = language.toLowerCase();
  return grammars.registered(name) ? draw(grammars.highlight(name, code).children) : null;
}

function draw(nodes: Nodes): ReactNode[] {
  return nodes.map((node, index) => {
    if (node.type === 'text') return node.value;
    if (node.type !== 'element') return null;
    const voice = voiceOf(String(node.properties['className']));
    return (
      <span key={index} className={voice}>
        {draw(node.children)}
      </span>
    );
  });
}

const voices: readonly (readonly [RegExp, string])[] = [
  [/hljs-(?:comment|quote|doctag)/, 'text-code-comment'],
  [/hljs-(?:string|regexp|char|addition|selector-attr|link)/, 'text-code-string'],
  [/hljs-(?:number|literal|symbol|bullet|deletion|variable\.constant)/, 'text-code-number'],
  [/hljs-(?:keyword|built_in|type|name|tag|section|meta|selector-tag|operator)/, 'text-code-keyword'],
];

function voiceOf(className: string): string | undefined {
  return voices.find(([pattern]) => pattern.test(className))?.[1];
}
