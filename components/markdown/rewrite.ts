import { splitMentions } from '#lib/chat/mentions.ts';

/** As much of a tree of HTML as is looked at here. */
interface Tree {
  type: string;
  tagName?: string;
  value?: string;
  properties?: Record<string, unknown>;
  meta?: string | null;
  lang?: string | null;
  data?: unknown;
  children?: Tree[];
}

/** What stands behind a block's language is the name of a file, if it looks like one. */
export function namesOfCode() {
  return (tree: Tree) =>
    rewrite(tree, [], (node) => {
      const name = node.type === 'code' ? /(?:^|[\s"'=])([\w./@+-]+\.\w+)/.exec(node.meta ?? '')?.[1] : undefined;
      if (name === undefined) return [node];
      return [{ ...node, data: { hProperties: { className: [`language-${node.lang}`], title: name } } }];
    });
}

/** HTML is text like any other, and where it stands alone a paragraph of it. */
export function htmlAsText() {
  return (tree: Tree) =>
    rewrite(tree, [], (node, above) => {
      if (node.type !== 'raw') return [node];
      const words: Tree = { type: 'text', value: node.value ?? '' };
      return above.length > 0 ? [words] : [{ type: 'element', tagName: 'p', properties: {}, children: [words] }];
    });
}

/** Nobody's picture is fetched because a message was read: it is a link to it, or its words where it is in a link already. */
export function imagesAsLinks() {
  return (tree: Tree) =>
    rewrite(tree, [], (node, above) => {
      if (node.tagName !== 'img') return [node];
      const { src, alt } = node.properties ?? {};
      const words: Tree = {
        type: 'text',
        value: wordOf(alt) || wordOf(src),
      };
      if (above.includes('a')) return [words];
      return [{ type: 'element', tagName: 'a', properties: { href: src }, children: [words] }];
    });
}

/** Names stand out in words, not in code or addresses. */
export function mentionsAsMarks(names: readonly string[]) {
  return (tree: Tree) =>
    rewrite(tree, [], (node, above) => {
      if (node.type !== 'text' || names.length === 0 || above.includes('code') || above.includes('a')) return [node];
      return splitMentions(node.value ?? '', names).map(({ text, isMention }): Tree => {
        const words: Tree = { type: 'text', value: text };
        return isMention ? { type: 'element', tagName: 'mark', properties: {}, children: [words] } : words;
      });
    });
}

/** Each node in turn, from the leaves up, becomes what `to` makes of it. */
function rewrite(node: Tree, above: readonly string[], to: (node: Tree, above: readonly string[]) => Tree[]): void {
  const inside = node.tagName === undefined ? above : [...above, node.tagName];
  for (const child of node.children ?? []) rewrite(child, inside, to);
  if (node.children !== undefined) node.children = node.children.flatMap((child) => to(child, inside));
}

function wordOf(property: unknown): string {
  return typeof property === 'string' ? property : '';
}
