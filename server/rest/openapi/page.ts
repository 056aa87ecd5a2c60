import type { OpenApi } from './document.ts';
import { exampleOrigin } from './examples.ts';
import type { Operation } from './operation.ts';
import { shape } from './shape.ts';
import { style } from './style.ts';

/** The document as a page that needs nothing but itself: no script, no font, no other address. */
export function page({ info, paths, components }: OpenApi): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  const byTag = Map.groupBy(operations, ({ operation }) => operation.tags[0] ?? '');
  const tags = [...byTag.keys()].toSorted();
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${text(info.title)} API</title>
<style>${style}</style>
</head>
<body>
<nav aria-label="Contents"><h1>${text(info.title)}</h1><p>API ${text(info.version)}</p><ul>
${tags.map((tag) => link(tag, tag)).join('\n')}
${link('schemas', 'What has a name')}
</ul><p><a href="/v1/openapi.json">openapi.json</a></p></nav>
<main>
${intro}
${tags.map((tag) => section(tag, (byTag.get(tag) ?? []).map(article).join('\n'))).join('\n')}
${section('schemas', Object.entries(components.schemas).map(definition).join('\n'), 'What has a name')}
</main>
</body>
</html>
`;
}

const intro = `<p>All of this is JSON over HTTP. Send <code>authorization: Bearer …</code> with a key from your settings
(<code>cck_…</code>), or with an agent’s (<code>ccb_…</code>); below <code>/v1</code> an agent names itself in the header
<code>x-kilo-sandbox-id</code>. Times are milliseconds since 1970. An answer that isn’t a success is a
<a href="#Problem">Problem</a>: its <code>code</code> never changes its meaning. <code>429</code> and <code>503</code> say in
<code>Retry-After</code> when to try again.</p>`;

function link(id: string, name: string): string {
  return `<li><a href="#${text(id)}">${text(name)}</a></li>`;
}

function section(id: string, body: string, name = id): string {
  return `<section aria-labelledby="${text(id)}"><h2 id="${text(id)}">${text(name)}</h2>\n${body}\n</section>`;
}

function article({ path, method, operation }: { path: string; method: string; operation: Operation }): string {
  const { operationId, summary, security, parameters, requestBody, responses } = operation;
  const query = parameters.filter((one) => one.in === 'query');
  return `<article id="${text(operationId)}"><h3><span class="method">${method}</span> <code>${text(path)}</code></h3>
<p>${text(summary)}</p>
<p class="who">${text(whoMay(security))}</p>
${query.length === 0 ? '' : `<h4>Query</h4><pre>${query.map(parameterLine).join('\n')}</pre>`}
${requestBody === undefined ? '' : `<h4>Body</h4>${contentOf(requestBody.content)}`}
${answers(responses)}
${example({ path, method, operation })}</article>`;
}

/** A call as it is sent, and what is answered to it. */
function example({ path, method, operation }: { path: string; method: string; operation: Operation }): string {
  const { parameters, requestBody, responses } = operation;
  const answered = Object.values(responses).flatMap(({ content = {} }) => Object.values(content))[0]?.example;
  if (answered === undefined) return '';
  const given = new Map(parameters.map((one) => [one.name, encodeURIComponent(String(one.example))]));
  const filled = path.replace(/{(\w+)}/g, (_, name: string) => given.get(name) ?? '');
  const query = parameters.filter((one) => one.in === 'query' && one.example !== undefined);
  const asked = query.map(({ name }) => `${name}=${given.get(name)}`).join('&');
  const sent = requestBody?.content['application/json']?.example;
  const lines = [`${method} ${filled}${asked === '' ? '' : `?${asked}`}`, ...(sent === undefined ? [] : [json(sent)])];
  const answer = typeof answered === 'string' ? answered.trim() : json(answered);
  return `<h4>Example</h4><pre>${text(lines.join('\n\n'))}</pre><pre>${text(answer)}</pre>`;
}

/** Nothing on this page leads elsewhere, an example's address included. */
function json(value: unknown): string {
  return JSON.stringify(value, null, 2).replaceAll(exampleOrigin, '…');
}

const peopleOf: Record<string, string> = {
  page: 'a signed-in page',
  token: 'a token',
  key: 'a person’s key',
  agent: 'an agent’s key',
};

function whoMay(security: Operation['security']): string {
  const ways = security.flatMap((way) => Object.keys(way)).map((way) => peopleOf[way] ?? way);
  return ways.length === 0 ? 'Open to whoever has the address.' : `With ${ways.join(', ')}.`;
}

function parameterLine({ name, required, schema }: Operation['parameters'][number]): string {
  return `${text(name)}${required ? '' : '?'}: ${typed(schema)}`;
}

/** Those that have the same shape stand together. */
function answers(responses: Operation['responses']): string {
  const good = Object.entries(responses).filter(([status]) => status !== 'default');
  const alike = Map.groupBy(good, ([, { content }]) => (content === undefined ? '' : contentOf(content)));
  return [...alike]
    .map(([content, some]) => {
      const heads = some.map(([status, { description }]) => `${text(status)} <span>${text(description)}</span>`);
      return `<h4>${heads.join(' ')}</h4>${content}`;
    })
    .join('\n');
}

function contentOf(content: NonNullable<Operation['requestBody']>['content']): string {
  return Object.entries(content)
    .map(([type, { schema }]) => `<pre>${type === 'application/json' ? typed(schema) : text(type)}</pre>`)
    .join('\n');
}

function definition([name, schema]: [string, Parameters<typeof shape>[0]]): string {
  return `<article id="${text(name)}"><h3>${text(name)}</h3><pre>${typed(schema)}</pre></article>`;
}

/** What has a name leads to it. */
function typed(schema: Parameters<typeof shape>[0]): string {
  return text(shape(schema)).replace(
    /(^|[\s:(|])([A-Z]\w+)(?=[\s\])|]|\[|$)/gm,
    (_, before: string, name: string) => `${before}<a href="#${name}">${name}</a>`,
  );
}

function text(raw: string): string {
  return raw.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
