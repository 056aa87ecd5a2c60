import { z } from 'zod';

const personSchema = z.object({ id: z.number().int().positive(), login: z.string(), name: z.string().nullish() });
const emailsSchema = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

interface GithubPerson {
  id: number;
  name: string;
  /** The primary address; what stands on somebody's public page is whatever they wrote there. */
  email?: string;
  isVerified: boolean;
}

const patienceMs = 8_000;

export async function readGithubPerson(api: string, accessToken: string): Promise<GithubPerson> {
  const [person, emails] = await Promise.all([
    ask(`${api}/user`, accessToken).then((body) => personSchema.parse(body)),
    ask(`${api}/user/emails`, accessToken).then((body) => emailsSchema.parse(body)),
  ]);
  const primary = emails.find((one) => one.primary);
  return {
    id: person.id,
    name: person.name ?? person.login,
    ...(primary !== undefined && { email: primary.email }),
    isVerified: primary?.verified === true,
  };
}

async function ask(address: string, accessToken: string): Promise<unknown> {
  const response = await fetch(address, {
    headers: { accept: 'application/vnd.github+json', authorization: `Bearer ${accessToken}` },
    redirect: 'error',
    signal: AbortSignal.timeout(patienceMs),
  });
  if (!response.ok) throw new Error(`GitHub answered ${response.status}`);
  return response.json();
}
