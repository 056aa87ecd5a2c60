/** The pages of whoever runs an organization. */
export function organizationPath(organizationId: string, section = ''): string {
  return `/organizations/${encodeURIComponent(organizationId)}${section === '' ? '' : `/${section}`}`;
}
