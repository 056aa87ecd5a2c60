import { expect, test } from 'vitest';
import { userContext } from '#lib/contexts.ts';
import { startTestApp } from '../testing/app.ts';
import { Listener } from '../testing/listener.ts';
import { person } from '../testing/personas.ts';

async function metricsOf(url: string, headers: Record<string, string> = {}): Promise<Map<string, number>> {
  const response = await fetch(`${url}/metrics`, { headers });
  expect(response.headers.get('content-type')).toContain('text/plain');
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.replace(/ \S+$/, ''), Number(line.split(' ').at(-1))]));
}

test('what realtime does is seen from outside, in the words of Prometheus', async () => {
  const house = await startTestApp();
  const maya = await person(house.app, 'Maya');
  const { ticket } = await house.app.realtime.mintTicket(maya.principal);
  const socket = await Listener.open(`${house.url.replace('http', 'ws')}/connect?ticket=${ticket}`);
  const inbox = userContext(maya.principal.userId);
  socket.subscribe({ context: inbox, after: 99 }, userContext('somebody-else'));
  await socket.until(() => socket.frames.length === 3);
  house.app.realtime.tell({ context: inbox, event: 'typing', payload: { memberId: 'someone' } });
  await socket.until(() => socket.events().length === 1);
  const metrics = await metricsOf(house.url);
  expect(Object.fromEntries(metrics)).toMatchObject({
    claw_sockets: 1,
    claw_contexts: 1,
    claw_subscriptions: 1,
    claw_resyncs_total: 1,
    claw_frames_refused_total: 1,
    claw_ephemerals_total: 1,
    claw_ephemerals_dropped_total: 0,
    claw_backplane_whole: 1,
    'claw_effect_lag_seconds{effect="bot-deliveries"}': expect.any(Number),
    'claw_effect_lag_seconds{effect="notifications"}': expect.any(Number),
    'claw_notifications_waiting{what="device"}': 0,
    claw_notifications_lag_seconds: 0,
    'claw_notifications_ended_last_hour{state="failed"}': 0,
    nodejs_eventloop_lag_seconds: expect.any(Number),
  });
  await socket.close();
  await house.close();
});

test('from another machine the metrics are shown to whoever has the token, and to nobody else', async () => {
  const token = 'a-token-for-metrics';
  const house = await startTestApp({ env: { METRICS_TOKEN: token } });
  // A forwarding header that nobody vouches for makes a caller a stranger.
  const stranger = { 'x-forwarded-for': '203.0.113.7' };
  expect((await fetch(`${house.url}/metrics`, { headers: stranger })).status).toBe(404);
  expect(
    (await fetch(`${house.url}/metrics`, { headers: { ...stranger, authorization: 'Bearer guess' } })).status,
  ).toBe(404);
  expect((await metricsOf(house.url, { ...stranger, authorization: `Bearer ${token}` })).has('claw_sockets')).toBe(
    true,
  );
  expect((await metricsOf(house.url)).has('claw_sockets')).toBe(true);
  await house.close();
});

test('health tells the truth: ready, then draining, and live all the time', async () => {
  const house = await startTestApp();
  const status = async (path: string) => (await fetch(house.url + path)).status;
  expect([await status('/health'), await status('/health/live')]).toEqual([200, 200]);
  const maya = await person(house.app, 'Maya');
  const { ticket } = await house.app.realtime.mintTicket(maya.principal);
  const socket = await Listener.open(`${house.url.replace('http', 'ws')}/connect?ticket=${ticket}`);
  // Its goodbye is not answered, so the drain goes on long enough to be looked at.
  socket.socket.pause();
  const closing = house.close();
  expect([await status('/health'), await status('/health/live')]).toEqual([503, 200]);
  socket.socket.resume();
  await closing;
});
