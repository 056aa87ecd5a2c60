'use client';

import { useEffect, useState } from 'react';
import type { Platform } from '#lib/contexts.ts';
import { Presence } from './presence.tsx';

/** That somebody looks at any page at all, in a browser or in the installed app: which, only the browser can tell. */
export function PlatformPresence() {
  const [platform, setPlatform] = useState<Platform | null>(null);
  useEffect(() => setPlatform(matchMedia('(display-mode: standalone)').matches ? 'app' : 'web'), []);
  return platform !== null && <Presence of={{ kind: 'platform', platform }} />;
}
