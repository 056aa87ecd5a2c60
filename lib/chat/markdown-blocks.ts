/**
 * A Markdown text as blocks that can be drawn each by itself: together they look like the whole. What is above the last one
 * doesn't change as the text grows, so a streamed answer draws only its end again. In doubt two blocks stay one, which costs
 * a little time; a cut in the wrong place would cost the meaning.
 */
export function splitBlocks(source: string): string[] {
  if (refersAcross.test(source)) return [source];
  const blocks: string[] = [];
  let block = begin();
  for (const line of source.split('\n')) {
    if (block.isAfterBlank && line.trim() !== '' && !continues(block, line)) {
      blocks.push(block.lines.join('\n'));
      block = begin();
    }
    take(block, line);
  }
  if (block.lines.length > 0) blocks.push(block.lines.join('\n'));
  return blocks;
}

/** Definitions of links and footnotes work anywhere in the text, so such a text is one block. */
const refersAcross = /^ {0,3}\[[^\]\n]+\]:/m;

const listItem = /^\s*(?:[-*+]|\d{1,9}[.)])(?:\s|$)/;
const fence = /^(\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)*)(`{3,}|~{3,})(.*)$/;
/** HTML is shown as the text that it is; some of it goes on over empty lines. */
const endlessHtml = /^ {0,3}<(?:script|pre|style|textarea|!|\?)/i;

interface Open {
  lines: string[];
  isAfterBlank: boolean;
  hasList: boolean;
  /** What closes the code that is open. */
  fence: string | null;
  isEndless: boolean;
}

function begin(): Open {
  return { lines: [], isAfterBlank: false, hasList: false, fence: null, isEndless: false };
}

function continues(block: Open, line: string): boolean {
  if (block.fence !== null || block.isEndless || /^\s/.test(line)) return true;
  return block.hasList && listItem.test(line);
}

function take(block: Open, line: string): void {
  const isBlank = line.trim() === '';
  if (isBlank && block.lines.length === 0) return;
  block.lines.push(line);
  block.isAfterBlank = isBlank;
  if (block.fence !== null) {
    if (closes(line, block.fence)) block.fence = null;
    return;
  }
  block.fence = opened(block, line);
  if (block.fence !== null) return;
  block.hasList ||= listItem.test(line);
  block.isEndless ||= endlessHtml.test(line);
}

/** In a list code may stand as far in as its item does; elsewhere what is further in than three is code already. */
function opened(block: Open, line: string): string | null {
  const [, before = '', marks = '', info = ''] = fence.exec(line) ?? [];
  if (marks === '' || (marks.startsWith('`') && info.includes('`'))) return null;
  const isInList = block.hasList || listItem.test(line);
  return isInList || before.length <= 3 ? marks : null;
}

function closes(line: string, marks: string): boolean {
  const text = line.trim();
  return text.length >= marks.length && text === marks.charAt(0).repeat(text.length);
}
