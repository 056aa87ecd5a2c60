import type { AppContext } from '#server/app-context.ts';

const topic = 'notifications';

/** Something may be due: to be decided, or to be sent. */
export function wakeNotifications({ realtime }: Pick<AppContext, 'realtime'>): void {
  realtime.nudge(topic);
}

export function onNotificationsWake({ realtime }: Pick<AppContext, 'realtime'>, listener: () => void): () => void {
  return realtime.onNudge(topic, listener);
}
