import { wipeDrafts } from '#components/data/drafts.ts';
import { wipeFiles } from '#components/data/kept-files.ts';
import { showAppBadge } from '#components/notifications/app-badge.ts';
import { tellWorker } from '#components/notifications/worker.ts';
import { keepForNobody } from '#components/offline/kept-reader.ts';

/** Signs out, and takes along what this browser keeps of the person, but for their outbox: it waits for them. */
export async function leave(userId: string, { to = '/sign-in' }: { to?: string } = {}): Promise<void> {
  const { signOut } = await import('next-auth/react');
  await signOut({ redirect: false });
  // First, so that no page of theirs keeps anything new.
  keepForNobody();
  showAppBadge(0);
  tellWorker({ type: 'signed-out' });
  wipeDrafts(userId);
  wipeFiles(userId);
  const { wipeKept } = await import('#components/offline/kept-store.ts');
  await wipeKept();
  window.location.assign(to);
}
