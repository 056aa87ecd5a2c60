import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { Banner } from '#components/banner/banner.tsx';
import { readPutAway } from '#components/banner/put-away.ts';
import { DoorFrame } from '#components/sign-in/door-frame.tsx';
import { serverCaller } from '#server/trpc/caller.ts';

export default async function DoorLayout({ children }: { children: ReactNode }) {
  const { banner } = await (await serverCaller()).banner.current();
  return (
    <div className="flex min-h-dvh flex-col">
      <Banner known={{ banner, putAwayId: readPutAway(await cookies()) }} />
      <DoorFrame>{children}</DoorFrame>
    </div>
  );
}
