import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { splitBlocks } from '#lib/chat/markdown-blocks.ts';
import { documented } from '#server/testing/documented.ts';
import { corpus } from './corpus.ts';
import { Markdown } from './markdown.tsx';

function html(source: string, { isOpen = false, names = ['Jonas', '<img src=x onerror=alert(1)>'] } = {}): string {
  return renderToStaticMarkup(<Markdown source={source} isOpen={isOpen} names={names} />);
}

/** Every element of what was rendered, and its attributes. React writes `<` for elements only: text has it escaped. */
function elements(markup: string): { name: string; attributes: Map<string, string> }[] {
  return [...markup.matchAll(/<([a-z][a-z0-9-]*)((?:\s+[a-zA-Z-]+="[^"]*")*)\s*\/?>/g)].map(
    ([, name = '', rest = '']) => ({
      name,
      attributes: new Map(
        [...rest.matchAll(/([a-zA-Z-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]),
      ),
    }),
  );
}

const written = new Set(
  'p br strong em del a code pre blockquote hr h3 ul ol li table thead tbody tr th td span div button svg path rect'.split(
    ' ',
  ),
);
const attributesAllowed =
  /^(?:href|target|rel|role|tabindex|class|style|start|type|aria-(?:label|hidden|live)|data-(?:level|table|code)|xmlns|width|height|viewBox|fill|stroke(?:-(?:width|linecap|linejoin))?|d|x|y|rx|ry)$/;

const valuesAllowed: Record<string, RegExp> = {
  href: /^(?:https?:\/\/|mailto:)/,
  style: /^(?:text-align:(?:left|right|center)|counter-reset:n -?\d+)$/,
};

/** Whatever in the markup could do more than show text, links and tables. */
function harmIn(markup: string): string[] {
  const found = elements(markup);
  const unread = found.length === (markup.match(/<[^/]/g)?.length ?? 0) ? [] : ['an element that was not read'];
  return [...unread, ...found.flatMap(({ name, attributes }) => harmOf(name, attributes))];
}

function harmOf(name: string, attributes: Map<string, string>): string[] {
  const isLeak =
    name === 'a' && (attributes.get('target') !== '_blank' || attributes.get('rel') !== 'noopener noreferrer');
  const bad = [...attributes].filter(
    ([key, value]) => !attributesAllowed.test(key) || valuesAllowed[key]?.test(value) === false,
  );
  return [
    ...(written.has(name) ? [] : [`<${name}>`]),
    ...bad.map(([key, value]) => `<${name} ${key}="${value}">`),
    ...(isLeak ? ['a link that can reach back'] : []),
  ];
}

describe('what somebody wrote never becomes more than text, links and tables', () => {
  it.each(corpus)('%j, whole and cut at every length, alone and inside of an answer', (payload) => {
    for (const source of [payload, `Before **bold** ${payload} after`, `- item ${payload}`, `\`\`\`\n${payload}`]) {
      for (let length = 1; length <= source.length; length++) {
        const cut = source.slice(0, length);
        const markup = splitBlocks(cut)
          .map((block) => html(block, { isOpen: length < source.length }))
          .join('');
        expect({ cut, harm: harmIn(markup) }).toEqual({ cut, harm: [] });
      }
    }
  });

  it('and all that are documented were tried', () => {
    expect(new Set(corpus).size).toBe(corpus.length);
    expect(corpus.length).toBe(documented('Markdown'));
  });

  it('can tell: the check fails for what would do harm', () => {
    expect(harmIn('<img src="x" onerror="alert(1)"/>')).toContain('<img>');
    expect(harmIn('<a href="javascript:alert(1)">x</a>')).toContain('<a href="javascript:alert(1)">');
    expect(harmIn('<p onclick="x">x</p>')).toEqual(['<p onclick="x">']);
  });
});

describe('links', () => {
  it('lead to http, https and mail, in a new tab that can’t reach back', () => {
    for (const address of ['https://example.org/a?b=c', 'http://example.org', 'mailto:mira@example.org']) {
      expect(html(`[x](${address})`)).toContain(`<a href="${address}" target="_blank" rel="noopener noreferrer">x</a>`);
    }
  });

  it('that lead elsewhere are only their words', () => {
    for (const address of ['javascript:alert(1)', 'data:text/html,x', '/sign-out', '#x', 'ftp://x', 'tel:1']) {
      expect(html(`[words](${address})`)).toBe('<p>words</p>');
    }
  });

  it('stand for pictures: reading fetches nothing', () => {
    expect(html('![a chart](https://example.org/c.png)')).toContain('>a chart</a>');
    expect(html('[![a chart](https://example.org/c.png)](https://example.org)')).toBe(
      '<p><a href="https://example.org" target="_blank" rel="noopener noreferrer">a chart</a></p>',
    );
  });
});

describe('Markdown', () => {
  it('is GitHub’s: tables, tasks, strikethrough, bare addresses, and a line break where one was typed', () => {
    expect(html('| a | b |\n|:--|--:|\n| 1 | 2 |')).toContain('<td style="text-align:right">2</td>');
    expect(html('- [x] done\n- [ ] open')).toMatch(/aria-label="Done"[^]*aria-label="To do"/);
    expect(html('~~gone~~')).toBe('<p><del>gone</del></p>');
    expect(html('see https://example.org.')).toContain('href="https://example.org"');
    expect(html('one\ntwo')).toBe('<p>one<br/>\ntwo</p>');
  });

  it('shows HTML as the text that it is', () => {
    expect(html('a <b>bold</b> word')).toBe('<p>a &lt;b&gt;bold&lt;/b&gt; word</p>');
  });

  it('marks who is named, and not in code or addresses', () => {
    expect(html('@Jonas has `@Jonas`').match(/<span/g)).toHaveLength(1);
    expect(html('[@Jonas](https://example.org)')).not.toContain('<span');
    expect(html('@Priya has it')).not.toContain('<span');
  });

  it('names code by its language, or by its file where one is given', () => {
    expect(html('```sql\nselect 1\n```')).toContain('>sql</span>');
    expect(html('```sql 0043_placed_at.sql\nselect 1\n```')).toContain('>0043_placed_at.sql</span>');
    expect(html('```\nselect 1\n```')).toContain('>Code</span>');
  });

  it('folds code from 41 lines on, and never while it is being written', () => {
    const code = (lines: number) =>
      `\`\`\`\n${Array.from({ length: lines }, (_, i) => `line ${i + 1}`).join('\n')}\n\`\`\``;
    expect(html(code(40))).not.toContain('Show all');
    expect(html(code(41))).toContain('Show all 41 lines');
    expect(html(code(41))).not.toContain('line 25');
    expect(html(code(126), { isOpen: true })).toContain('line 126');
  });

  it('of an ordered list begins where it was begun', () => {
    expect(html('3. three\n4. four')).toContain('<ol role="list" start="3" style="counter-reset:n 2">');
  });
});

describe('block by block', () => {
  const whole = [
    '# Plan',
    'One\ntwo',
    '- a\n\n- b\n  - c',
    '> quoted\n> more',
    '```ts\nlet a;\n\nlet b;\n```',
    '| a |\n|---|\n| 1 |',
    '1. x\n\n   y\n2. z',
    '***',
    'Text\n```\ncode\n\n```\nText',
    '- a\n\n  ```\n  b\n\n  c\n  ```',
    '<script>\n\nx\n\n</script>',
    'a\n\n    code\n\n    more',
  ];

  it('looks like the whole', () => {
    for (const first of whole) {
      for (const second of whole) {
        const source = `${first}\n\n${second}\n\nThe end.`;
        const inBlocks = splitBlocks(source)
          .map((block) => html(block))
          .join('\n');
        const drawn = (markup: string) => markup.replaceAll(/\s+/g, ' ').trim();
        expect({ source, drawn: drawn(inBlocks) }).toEqual({ source, drawn: drawn(html(source)) });
      }
    }
  });
});
