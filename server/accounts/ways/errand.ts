import { decode, encode } from 'next-auth/jwt';
import { z } from 'zod';
import { linkTokenSchema } from '#lib/contract/accounts.ts';
import type { AppContext } from '#server/app-context.ts';
import { readCookie } from '../cookies.ts';
import { cookieName } from '../session-cookie.ts';

/** What somebody is about while they are at their provider: carried by their browser, sealed, and only set by a press of ours. */
const errandSchema = z.object({
  invitation: linkTokenSchema.optional(),
  /** Not to sign in, but to link what they come back with to whoever this session is of. */
  linkFor: z.string().optional(),
});
export type Errand = z.infer<typeof errandSchema>;

/** As long as next-auth waits for somebody to come back. */
export const errandSeconds = 15 * 60;
/** Next to next-auth's own seals: none of them can be taken for another. */
const salt = 'errand';

/** Set also where there is none: one that was left lying is none of this sign-in's. */
export async function errandCookie(app: AppContext, errand: Errand | null): Promise<string> {
  const secure = app.publicUrl.startsWith('https:') ? '; Secure' : '';
  const sealed =
    errand === null
      ? ''
      : await encode({ token: { ...errand }, secret: app.secrets.auth, salt, maxAge: errandSeconds });
  const age = errand === null ? 0 : errandSeconds;
  return `${nameOf(app)}=${sealed}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${age}${secure}`;
}

export async function readErrand(app: AppContext, cookies: string | undefined): Promise<Errand> {
  const token = readCookie(cookies, nameOf(app));
  if (token === null) return {};
  try {
    return errandSchema.parse(await decode({ token, secret: app.secrets.auth, salt }));
  } catch (error) {
    app.log.debug({ err: error }, 'what somebody was about could not be read');
    return {};
  }
}

function nameOf({ publicUrl }: AppContext): string {
  return cookieName(publicUrl, 'errand');
}
