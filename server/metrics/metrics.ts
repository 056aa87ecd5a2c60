import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { AppContext } from '../app-context.ts';
import { endedLately, lagSeconds, waitingFor } from '../notifications/dispatches/figures.ts';
import { consumerLags } from '../realtime/consumer-lags.ts';
import type { RealtimeStats } from '../realtime/realtime.ts';

type Measured = Pick<AppContext, 'realtime' | 'sql' | 'clock'>;

export interface Metrics {
  contentType: string;
  /** In the words of Prometheus. */
  text(): Promise<string>;
}

/** Numbers of this node as it stands. Everything is read when it is asked for, so counting costs nothing in between. */
const gauges: Record<string, [help: string, read: (stats: RealtimeStats) => number]> = {
  claw_sockets: ['Open sockets.', (stats) => stats.sockets],
  claw_streams: ['Open event streams of conversations.', (stats) => stats.streams],
  claw_contexts: ['Contexts that somebody here listens to.', (stats) => stats.contexts],
  claw_subscriptions: ['Subscriptions of all sockets and streams.', (stats) => stats.subscriptions],
  claw_backplane_whole: ['1 while other nodes can be reached.', (stats) => Number(stats.isWhole)],
  claw_hand_over_lag_latest_seconds: [
    'From the commit of the latest event to its hand-over here.',
    (stats) => stats.lagSeconds.latest,
  ],
};

const counters: Record<string, [help: string, read: (stats: RealtimeStats) => number]> = {
  claw_events_total: ['Frames of durable events, over all readers.', (stats) => stats.events],
  claw_ephemerals_total: ['Frames of events that are kept nowhere, over all readers.', (stats) => stats.ephemerals],
  claw_ephemerals_dropped_total: ['Of those, dropped for a full buffer.', (stats) => stats.ephemeralsDropped],
  claw_readers_too_slow_total: ['Readers cut off for a full buffer.', (stats) => stats.tooSlow],
  claw_sockets_silent_total: ['Sockets closed because they said nothing for too long.', (stats) => stats.silent],
  claw_resyncs_total: ['Readers told to read the snapshot again.', (stats) => stats.resyncs],
  claw_wake_ups_missed_total: ['Events found by comparing heads.', (stats) => stats.wakeUpsMissed],
  claw_frames_refused_total: ['Frames that were not obeyed.', (stats) => stats.refusals],
  claw_sockets_refused_total: ['Sockets refused at the door.', (stats) => stats.turnedAway],
  claw_hand_over_lag_seconds_sum: ['Seconds from commit to hand-over, summed.', (stats) => stats.lagSeconds.sum],
  claw_hand_over_lag_seconds_count: ['Hand-overs that were measured.', (stats) => stats.lagSeconds.count],
};

/** Built when somebody looks for the first time: watching the event loop and the collector costs something from then on. */
export function createMetrics(app: Measured): Metrics {
  let registry: Registry | null = null;
  return {
    contentType: Registry.PROMETHEUS_CONTENT_TYPE,
    text: () => (registry ??= buildRegistry(app)).metrics(),
  };
}

function buildRegistry(app: Measured): Registry {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  for (const [name, [help, read]] of Object.entries(gauges)) {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read(app.realtime.stats()));
      },
    });
  }
  for (const [name, [help, read]] of Object.entries(counters)) {
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(read(app.realtime.stats()));
      },
    });
  }
  new Gauge({
    name: 'claw_effect_lag_seconds',
    help: 'Age of the oldest event that an effect has not handled yet.',
    labelNames: ['effect'],
    registers,
    async collect() {
      for (const { name, seconds } of await consumerLags(app.sql)) this.set({ effect: name }, seconds);
    },
  });
  addNotifications(app, registers);
  return registry;
}

/** Of the whole installation, as every node sees it. */
function addNotifications(app: Measured, registers: Registry[]): void {
  new Gauge({
    name: 'claw_notifications_waiting',
    help: 'Notifications that wait, by what they wait for.',
    labelNames: ['what'],
    registers,
    async collect() {
      for (const { what, count } of await waitingFor(app)) this.set({ what }, count);
    },
  });
  new Gauge({
    name: 'claw_notifications_lag_seconds',
    help: 'For how long the oldest has been due that was not handed to all of its devices.',
    registers,
    async collect() {
      this.set(await lagSeconds(app));
    },
  });
  new Gauge({
    name: 'claw_notifications_ended_last_hour',
    help: 'Notifications that ended in the last hour, by how.',
    labelNames: ['state'],
    registers,
    async collect() {
      for (const { state, count } of await endedLately(app)) this.set({ state }, count);
    },
  });
}
