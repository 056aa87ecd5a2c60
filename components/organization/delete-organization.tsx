'use client';

import { TypedDeed } from '#components/form/typed-deed.tsx';
import { useWay } from '#components/shell/navigation.ts';
import { organizationText } from '#components/text/organization-text.ts';
import { useThisOrganization } from './organization-context.ts';
import { useChangeOrganization } from './organization-data.ts';

const words = organizationText.settings;

export function DeleteOrganization() {
  const { organizationId, name } = useThisOrganization();
  const { remove } = useChangeOrganization(organizationId);
  const goTo = useWay();
  return (
    <TypedDeed
      act={words.delete(name)}
      acting={words.deleting}
      why={words.deleteWhy}
      open={words.deleteOpen}
      label={words.deleteTyped(name)}
      wanted={name}
      wrong={words.deleteTypedWrong}
      onSure={async () => {
        await remove(name);
        goTo('/settings/organizations');
      }}
    />
  );
}
