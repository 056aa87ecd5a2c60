import { wipeDrafts } from '#components/data/drafts.ts';

/** Signs out, and takes along what this browser keeps of the person, but for their outbox: it waits for them. */
export async function leave(userId: string): Promise<void> {
  const { signOut } = await import('next-auth/react');
  await signOut({ redirect: false });
  wipeDrafts(userId);
  window.location.assign('/sign-in');
}
