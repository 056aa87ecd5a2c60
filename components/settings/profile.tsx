'use client';

import { Download } from 'lucide-react';
import { pageText } from '#components/text/page-text.ts';
import { Section } from '#components/ui/section.tsx';
import { buttonLook } from './button-look.ts';
import { DeleteAccount } from './delete-account.tsx';
import { Loaded } from './loaded.tsx';
import { NameForm } from './name-form.tsx';
import { PasswordForm } from './password-form.tsx';
import { SettingsPage } from './settings-page.tsx';
import { useWaysIn } from './ways-in-data.ts';
import { WaysIn } from './ways-in.tsx';

export function Profile() {
  const ways = useWaysIn();
  return (
    <SettingsPage title={pageText.settings.profile}>
      <NameForm />
      <Loaded what={pageText.profile.password} query={ways}>
        {(known) => (
          <>
            <PasswordForm ways={known} />
            <WaysIn ways={known} />
          </>
        )}
      </Loaded>
      <Section title={pageText.profile.data} lede={pageText.profile.dataWhy}>
        <a href="/v1/account/export" download className={buttonLook}>
          <Download aria-hidden="true" className="size-4" strokeWidth={1.75} />
          {pageText.profile.export}
        </a>
      </Section>
      {ways.data !== undefined && <DeleteAccount ways={ways.data} />}
    </SettingsPage>
  );
}
