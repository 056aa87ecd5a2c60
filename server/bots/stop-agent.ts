import type { AppContext } from '../app-context.ts';
import { builtinKeyName, revokeKeysNamed } from './keys.ts';

/**
 * Of a sandbox that has been stopped. The agent that comes with the box ends with its key, and begins with another one; whoever
 * runs elsewhere keeps theirs, loses the stream with a word, and finds the doors shut until it is started again.
 */
export async function stopAgent(app: AppContext, sandboxId: string): Promise<void> {
  await revokeKeysNamed(app, sandboxId, builtinKeyName);
  app.botStreams.wake([sandboxId]);
}
