import { flushSync } from 'react-dom';

/** Puts a sign where the caret stands, in place of what is selected and apart from the word before, and goes on behind it. */
export function putAtCaret(area: HTMLTextAreaElement | null, change: (text: string) => void, sign: string): void {
  if (area === null) return;
  const { value, selectionStart: from, selectionEnd: to } = area;
  const gap = from === 0 || /\s/.test(value[from - 1] ?? '') ? '' : ' ';
  // At once: the caret can only go where there is text.
  flushSync(() => change(`${value.slice(0, from)}${gap}${sign}${value.slice(to)}`));
  const caret = from + gap.length + sign.length;
  area.focus();
  area.setSelectionRange(caret, caret);
}
