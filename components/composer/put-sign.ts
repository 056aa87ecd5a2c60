/** Begins a name where the caret stands, and leaves the caret behind the sign. */
export function putMentionSign(area: HTMLTextAreaElement | null, change: (text: string) => void): void {
  if (area === null) return;
  const { value, selectionStart: from, selectionEnd: to } = area;
  const gap = from === 0 || /\s/.test(value[from - 1] ?? '') ? '' : ' ';
  change(`${value.slice(0, from)}${gap}@${value.slice(to)}`);
  const caret = from + gap.length + 1;
  area.focus();
  // The text is in the field with the next frame.
  requestAnimationFrame(() => area.setSelectionRange(caret, caret));
}
