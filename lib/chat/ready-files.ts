import type { FileBlock } from '../contract/blocks.ts';
import type { ChosenFile } from './uploads.ts';

/** What goes with a message; null while a file is not there, for then the message may not go either. */
export function readyFiles(files: readonly ChosenFile[]): FileBlock[] | null {
  const ready = files.flatMap(({ state }) => (state.name === 'ready' ? [state.block] : []));
  return ready.length === files.length ? ready : null;
}
