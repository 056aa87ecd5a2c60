import { readDoor } from './accounts/sign-up.ts';
import type { AppContext } from './app-context.ts';

/** For the person at the terminal, not for the log: the code is a secret until the first account is there. */
export async function announce(app: AppContext): Promise<void> {
  const door = await readDoor(app, { isLocal: true });
  const lines = [`Claw Chat is ready: ${app.publicUrl}`];
  if (door.isFirstAccount) {
    lines.push(
      'The first account becomes the operator. Made from another machine, it needs this code:',
      `  ${app.signUpCode}`,
    );
  }
  if (app.publicUrl.startsWith('http:') && app.env.publicUrl !== null) {
    lines.push(
      'PUBLIC_URL is http: cookies are not bound to this host, and browsers refuse push. Use https for others.',
    );
  }
  process.stdout.write(`${lines.join('\n')}\n`);
}
