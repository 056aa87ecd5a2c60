// Opens the chat when no server answers. It keeps two things: the one page that knows nobody (/offline), and the files that
// this page is built from. It never sees an answer of the API, nor a page with anything of anybody in it: what a person has
// read is kept by the page itself, under their name, and wiped when they sign out.

importScripts('/sw-push.js');

const shell = '/offline';
/** One cache a build: its name is made from the names of the build's files, which are made from what is in them. */
const cacheOf = (build) => `claw-chat-${build}`;
const isOurs = (name) => name.startsWith('claw-chat-');
/** This build's, and the one before: a tab that is still open on it may yet ask for a part of it. */
const buildsKept = 2;
/** How long a page may take before what is kept is shown instead. Longer than a slow server, shorter than patience. */
const answerMs = 10_000;
/** How old the shell may get before a visit looks for a newer one. */
const freshMs = 10 * 60_000;
/** A proxy says so while the server behind it is starting or draining. */
const isAway = (status) => status === 502 || status === 503 || status === 504;

self.addEventListener('install', (event) => {
  event.waitUntil(keepShell().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

const push = self.clawPush(self);

self.addEventListener('push', (event) => event.waitUntil(push.receive(event.data)));
self.addEventListener('notificationclick', (event) => event.waitUntil(push.press(event.notification, event.action)));
self.addEventListener('pushsubscriptionchange', (event) => event.waitUntil(push.forget()));
self.addEventListener('message', (event) => event.waitUntil(push.hear(event.data)));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    if (isPage(url.pathname)) event.respondWith(page(event));
  } else if (isBuilt(url.pathname)) {
    event.respondWith(built(request));
  }
});

/** Everything else is data, or somebody's else's: it goes its way as if nobody stood between. */
function isPage(pathname) {
  return !/^\/(?:api|v1|bot|docs|metrics|health|connect|attachments|files|_next)(?:\/|$)/.test(pathname);
}

function isBuilt(pathname) {
  return isNamedByContent(pathname) || alongside.includes(pathname);
}

/** What is kept under such a name is what the server would answer. */
function isNamedByContent(pathname) {
  return pathname.startsWith('/_next/static/');
}

/** These have the same name in every build. */
const alongside = ['/before-paint.js', '/icon.svg'];

/** The server's, always, if it answers: nobody is held on an old version. */
async function page(event) {
  try {
    const answer = await inTime(fetch(event.request));
    if (!isAway(answer.status)) {
      event.waitUntil(refresh());
      return answer;
    }
    return (await keptShell()) ?? answer;
  } catch (error) {
    const kept = await keptShell();
    if (kept === undefined) throw error;
    return kept;
  }
}

/** By hand: a navigation's request can't be given a signal. */
function inTime(asked) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer in time')), answerMs);
    asked.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

async function keptShell() {
  return caches.match(shell);
}

/** What has the same name in every build is asked of the server first. */
async function built(request) {
  const isNamed = isNamedByContent(new URL(request.url).pathname);
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept !== undefined && isNamed) return kept;
  try {
    const answer = await fetch(request);
    if (answer.ok && isNamed) await add(request, answer.clone());
    return answer;
  } catch (error) {
    if (kept === undefined) throw error;
    return kept;
  }
}

async function add(request, answer) {
  const [newest] = await builds();
  if (newest !== undefined) await (await caches.open(newest)).put(request, answer);
}

async function refresh() {
  const kept = await keptShell();
  const age = Date.now() - Number(kept?.headers.get('x-kept-at') ?? 0);
  // A failure is no news: the next visit looks again.
  if (age > freshMs) await keepShell().catch(() => undefined);
}

/**
 * Fetches the shell and what it is built from, whole or not at all, and puts it in the place of the last one. The files are
 * found by reading: the page names its own, and those name what they load later, to the last one.
 */
async function keepShell() {
  const answer = await fetch(shell, { cache: 'no-store' });
  if (!answer.ok || answer.redirected) throw new Error(`no shell: ${answer.status}`);
  const html = await answer.text();
  const files = new Map();
  let names = [...namedIn(html), ...alongside];
  while (names.length > 0) {
    const found = await fetchAll(names);
    for (const [name, file] of found) files.set(name, file);
    names = [...new Set([...found.values()].flatMap((file) => file.names))].filter((name) => !files.has(name));
  }

  const build = cacheOf(await digest([...files.keys()].toSorted().join()));
  const cache = await caches.open(build);
  await Promise.all([...files].map(([name, { response }]) => cache.put(name, response)));
  const headers = new Headers(answer.headers);
  headers.set('x-kept-at', String(Date.now()));
  await cache.put(shell, new Response(html, { headers }));
  await forgetOld(build);
}

/** Paths of the build in a text: whole ones in a page, those without a beginning in scripts, those beside it in styles. */
function namedIn(text) {
  const whole = text.matchAll(/\/_next\/static\/[\w./~-]+?\.(?:js|css|woff2)/g);
  const short = text.matchAll(/(?<=["'`])static\/[\w./~-]+?\.(?:js|css|woff2)/g);
  const beside = text.matchAll(/(?<=url\(["']?)\.\.\/media\/[\w./~-]+?\.woff2/g);
  return [
    ...new Set([
      ...[...whole].map(([name]) => name),
      ...[...short].map(([name]) => `/_next/${name}`),
      ...[...beside].map(([name]) => `/_next/static/${name.slice('../'.length)}`),
    ]),
  ];
}

async function fetchAll(names) {
  const files = await Promise.all(
    names.map(async (name) => {
      const kept = isNamedByContent(name) ? await caches.match(name) : undefined;
      const response = kept ?? (await fetch(name, { cache: 'no-cache' }));
      if (!response.ok) return null;
      const isText = /\.(?:js|css)$/.test(name);
      return [name, { response, names: isText ? namedIn(await response.clone().text()) : [] }];
    }),
  );
  return new Map(files.filter((file) => file !== null));
}

async function digest(text) {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(bytes).slice(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Of all caches, the one that was made last stands first. */
async function builds() {
  return (await caches.keys()).filter(isOurs).toReversed();
}

/** The shell stands in the newest alone, or an older one could be found first. */
async function forgetOld(build) {
  const others = (await builds()).filter((name) => name !== build);
  for (const name of others) await (await caches.open(name)).delete(shell);
  for (const name of others.slice(buildsKept - 1)) await caches.delete(name);
}
