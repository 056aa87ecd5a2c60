import type { ReactNode } from 'react';
import { DoorFrame } from '#components/sign-in/door-frame.tsx';

export default function DoorLayout({ children }: { children: ReactNode }) {
  return <DoorFrame>{children}</DoorFrame>;
}
