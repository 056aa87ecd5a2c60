'use client';

import { notificationText } from '#components/text/notification-text.ts';
import { Section } from '#components/ui/section.tsx';
import { Loaded } from '../loaded.tsx';
import { SettingsPage } from '../settings-page.tsx';
import { usePublicKey, useTargets, useWishes } from './notifications-data.ts';
import { ThisBrowser } from './this-browser.tsx';
import { ToldDevices } from './told-devices.tsx';
import { Wishes } from './wishes.tsx';

export function Notifications() {
  const publicKey = usePublicKey();
  const targets = useTargets();
  const wishes = useWishes();
  return (
    <SettingsPage title={notificationText.title}>
      <p className="mb-6 max-w-[60ch] text-pretty text-ink-2">{notificationText.lede}</p>
      <Loaded what={notificationText.title} query={targets}>
        {(rows) => (
          <>
            <Section title={notificationText.browser.title}>
              <Loaded what={notificationText.browser.title} query={publicKey}>
                {(key) => <ThisBrowser publicKey={key} targets={rows} />}
              </Loaded>
            </Section>
            <Section title={notificationText.devices.title}>
              <ToldDevices targets={rows} />
            </Section>
          </>
        )}
      </Loaded>
      <div className="mt-8">
        <Loaded what={notificationText.wishes.title} query={wishes}>
          {(chosen) => <Wishes wishes={chosen} />}
        </Loaded>
      </div>
    </SettingsPage>
  );
}
