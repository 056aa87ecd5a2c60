/** All that decides where a line breaks. */
const copied = ['font', 'letterSpacing', 'padding', 'textIndent', 'tabSize', 'boxSizing'] as const;
const listWidth = 288;

interface Place {
  left: number;
  bottom: number;
}

/**
 * Where a character of a field is, from the left of the field's box and up from its lower edge: a list that stands there is
 * over the line and hides nothing that was written. A field doesn't tell, so a copy of it is asked that does.
 */
export function caretPlace(field: HTMLTextAreaElement, at: number): Place {
  const box = field.parentElement;
  if (box === null) return { left: 0, bottom: 0 };
  const copy = copyOf(field);
  const mark = document.createElement('span');
  copy.append(field.value.slice(0, at), mark, field.value.slice(at) || '.');
  box.append(copy);
  const { offsetLeft, offsetTop } = mark;
  copy.remove();
  const line = Math.max(0, offsetTop - field.scrollTop) + field.offsetTop;
  return {
    left: Math.max(0, Math.min(offsetLeft, box.clientWidth - listWidth)),
    bottom: box.clientHeight - line + 4,
  };
}

function copyOf(field: HTMLTextAreaElement): HTMLElement {
  const copy = document.createElement('div');
  const style = getComputedStyle(field);
  for (const name of copied) copy.style[name] = style[name];
  Object.assign(copy.style, {
    position: 'absolute',
    visibility: 'hidden',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'break-word',
    width: `${field.clientWidth}px`,
  });
  return copy;
}
