/** What a text in Markdown says in one short line: its words without what marks them. Half a mark stays as it is. */
export function plainLine(markdown: string): string {
  return markdown
    .replace(fence, '')
    .replace(lineStart, '')
    .replace(heading, '$1')
    .replace(link, '$1')
    .replace(strong, '$2')
    .replace(code, '$2')
    .trim();
}

const fence = /```\w*/g;
const lineStart = /^(?:#{1,6}|>|[-*+]) /;
/** The lines after the first are joined to it by then. One sharp alone is more often a number's. */
const heading = /(\s)#{2,6} /g;
const link = /!?\[([^\]]*)\]\([^)\s]*\)/g;
const strong = /(\*\*|__)(?=\S)(.+?)(?<=\S)\1/g;
const code = /(`+)(.+?)\1/g;
