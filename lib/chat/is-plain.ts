/**
 * Whether a text says the same with and without Markdown: then nothing has to be loaded to show it. Anything that could
 * begin a mark counts as one.
 */
export function isPlain(text: string): boolean {
  return !marks.test(text) && !lineMarks.test(text);
}

const marks = /[*_`~#>|[\]<\\&@]|https?:|www\.|\t| {2}$/im;
const lineMarks = /^ *(?:[-+=]|\d+[.)])|^ {4}/m;
