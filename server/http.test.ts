import { Agent, get } from 'node:http';
import { expect, test } from 'vitest';
import { readEnv } from './env.ts';
import { openFrontDoor } from './http.ts';
import { createLog } from './log.ts';

// Below the 10 s after which what is still open is cut off.
test(
  'closing waits for a request that is under way, and not for its connection that is kept alive',
  { timeout: 5_000 },
  async () => {
    const door = await openFrontDoor(readEnv({ PORT: '0' }), createLog({ level: 'silent', format: 'json' }));
    const arrived = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<void>();
    door.serve({
      isAble: async () => true,
      request: async (_req, res) => {
        arrived.resolve();
        await answer.promise;
        res.end('done');
      },
      upgrade: (_req, socket) => socket.destroy(),
    });
    const agent = new Agent({ keepAlive: true });
    const body = new Promise<string>((resolve, reject) => {
      get(`${door.ownUrl}/slow`, { agent }, (response) => {
        let text = '';
        response.on('data', (some) => (text += some)).on('end', () => resolve(text));
      }).on('error', reject);
    });
    await arrived.promise;
    door.drain();
    const closed = door.close();
    answer.resolve();
    expect(await body).toBe('done');
    await closed;
    agent.destroy();
  },
);
