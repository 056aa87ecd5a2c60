import NextAuth from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { authSettings } from '#server/accounts/auth-settings.ts';
import { addressHeader } from '#server/accounts/origin.ts';
import { tellNextAuth } from '#server/env.ts';
import type { AppContext } from '#server/app-context.ts';

/** Where it was led, and what it was told. */
export interface Led {
  /** Null: nowhere. */
  to: URL | null;
  body: unknown;
}

/** A browser as next-auth sees it: it keeps cookies, and goes through the same settings as the page's route. */
export class AuthBrowser {
  readonly cookies = new Map<string, string>();
  readonly #app: AppContext;
  readonly #address: string;

  constructor(app: AppContext, address = '192.0.2.1') {
    this.#app = app;
    this.#address = address;
    tellNextAuth(app.publicUrl);
  }

  get headers(): Record<string, string> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return { cookie, 'user-agent': 'a browser', [addressHeader]: this.#address };
  }

  /** Presses the provider's button; the address is the provider's, unless something was wrong before. */
  async leave(provider: string, form: Record<string, string> = {}): Promise<URL> {
    const { body } = await this.ask('GET', ['csrf']);
    const csrfToken = (body as { csrfToken: string }).csrfToken;
    return must(
      await this.ask('POST', ['signin', provider], { form: { csrfToken, callbackUrl: '/claw/chat', ...form } }),
    );
  }

  /** At the provider, which leads back. */
  async visit(address: URL): Promise<URL> {
    const answer = await fetch(address, { redirect: 'manual' });
    return new URL(answer.headers.get('location') ?? '');
  }

  /** Comes back with what the provider has put into the address. */
  async comeBack(address: URL): Promise<URL> {
    let to = address;
    // Its own pages for errors lead on to ours.
    while (to.pathname.startsWith('/api/auth/')) {
      const path = to.pathname.replace('/api/auth/', '').split('/');
      to = must(await this.ask('GET', path, { query: Object.fromEntries(to.searchParams) }));
    }
    return to;
  }

  /** All the way: where somebody ends. */
  async signIn(provider = 'oidc', form: Record<string, string> = {}): Promise<URL> {
    const away = await this.leave(provider, form);
    return this.comeBack(away.origin === this.#app.publicUrl ? away : await this.visit(away));
  }

  async ask(
    method: string,
    path: string[],
    { form = {}, query = {} }: { form?: Record<string, string>; query?: Record<string, string> } = {},
  ): Promise<Led> {
    const { headers } = this;
    const { authorize, providers, visit, ...settings } = authSettings(this.#app, { method, path, headers, form });
    const { instead, cookie } = await visit.begin();
    if (instead !== null) return { to: new URL(instead), body: null };
    const req = {
      method,
      headers,
      body: form,
      query: { nextauth: path, ...query },
      cookies: Object.fromEntries(this.cookies),
    };
    const answer = new Answer();
    const all = [Credentials({ credentials: {}, authorize }), ...providers];
    // It looks at no more of the two than stands here.
    await NextAuth(req as never, answer as never, { ...settings, providers: all });
    const to = visit.landing() ?? answer.location;
    for (const line of [...answer.cookies, ...(cookie === null ? [] : [cookie])]) this.#keep(line);
    return { to: to === null ? null : new URL(to, this.#app.publicUrl), body: answer.body };
  }

  #keep(line: string): void {
    const [pair = ''] = line.split(';', 1);
    const at = pair.indexOf('=');
    const [name, value] = [pair.slice(0, at), decodeURIComponent(pair.slice(at + 1))];
    if (value === '' || /Max-Age=0/i.test(line)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

/** As much of an answer as next-auth writes. */
class Answer {
  body: unknown = null;
  location: string | null = null;
  cookies: string[] = [];
  readonly #headers = new Map<string, unknown>();

  status(): this {
    return this;
  }
  getHeader(name: string): unknown {
    return this.#headers.get(name.toLowerCase());
  }
  setHeader(name: string, value: unknown): this {
    this.#headers.set(name.toLowerCase(), value);
    if (name.toLowerCase() === 'set-cookie') this.cookies = value as string[];
    if (name.toLowerCase() === 'location') this.location = String(value);
    return this;
  }
  send(body: unknown): void {
    this.body = body;
  }
  json(body: unknown): void {
    this.body = body;
  }
  end(): void {}
}

function must({ to }: Led): URL {
  if (to === null) throw new Error('next-auth led nowhere');
  return to;
}
