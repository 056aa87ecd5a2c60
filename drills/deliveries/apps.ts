import type { UserPrincipal } from '#lib/contract/principals.ts';
import { movableClock, startTestApp, type TestApp } from '#server/testing/app.ts';
import { guest } from '#server/testing/personas.ts';
import type { Ground } from '../ground.ts';

/** Two nodes of one installation, whose clock the drill sets ahead. */
export interface Apps extends AsyncDisposable {
  one: TestApp;
  two: TestApp;
  clock: ReturnType<typeof movableClock>;
  owner: UserPrincipal;
}

export async function createApps(ground: Ground): Promise<Apps> {
  const clock = movableClock();
  const database = await ground.newDatabase();
  const env = { OUTBOUND_ALLOWED_HOSTS: '127.0.0.1', LOG_LEVEL: 'error' };
  const one = await startTestApp({ database, clock, env, limits: 'generous' });
  const two = await startTestApp({ database, clock, env, limits: 'generous' });
  const { principal: owner } = await guest(one.app, 'Maya');
  return {
    one,
    two,
    clock,
    owner,
    [Symbol.asyncDispose]: async () => {
      await two.close();
      await one.close();
      await database[Symbol.asyncDispose]();
    },
  };
}
