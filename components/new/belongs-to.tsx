import type { OwnOrganization } from '#lib/contract/organizations.ts';
import { organizationText } from '#components/text/organization-text.ts';
import { RadioGroup, RadioRow } from '#components/ui/radio-rows.tsx';

const words = organizationText.belongs;

/** Whose the agent will be, where there is a choice. */
export function BelongsTo({ owners, owner, onChoose }: BelongsToProps) {
  return (
    <RadioGroup legend={words.legend} className="mb-6">
      <RadioRow
        name="owner"
        label={words.yours}
        hint={words.yoursWhy}
        checked={owner === null}
        onChange={() => onChoose(null)}
      />
      {owners.map(({ organizationId, name }) => (
        <RadioRow
          key={organizationId}
          name="owner"
          label={name}
          hint={words.sharedWhy}
          checked={owner === organizationId}
          onChange={() => onChoose(organizationId)}
        />
      ))}
    </RadioGroup>
  );
}

interface BelongsToProps {
  owners: readonly OwnOrganization[];
  owner: string | null;
  onChoose: (organizationId: string | null) => void;
}
