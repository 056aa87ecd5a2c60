import { OrganizationIndex } from '#components/organization/organization-index.tsx';

export default function OrganizationPage() {
  return <OrganizationIndex />;
}
