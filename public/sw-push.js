// What the worker does with pushes, notifications and what pages say of them. It has no build and imports nothing: `sw.js`
// loads it, and gives it the worker. What is shown carries its whole push, so that nothing has to be kept beside it, but for
// the names of the last pushes that were shown.

self.clawPush = (worker) => {
  const { registration, clients, caches, navigator } = worker;

  /** Not one of the shell's: those come and go with a build. */
  const store = 'claw-push';
  const shownMax = 100;
  /** A page that is there answers at once; one that the system has frozen never does. */
  const answerMs = 1_000;
  const words = {
    'allow-once': 'Allow once',
    deny: 'Deny',
    open: 'Open',
    product: 'Claw Chat',
    something: 'There is something new.',
    allowed: (who) => `Allowed by ${who} before you.`,
    denied: (who) => `Denied by ${who} before you.`,
    somebody: 'somebody',
    expired: 'Expired. Nothing was run.',
    notDecided: 'Not decided. Open it to decide.',
  };

  // ---- what comes

  const isText = (max) => (value) => typeof value === 'string' && value.length <= max;
  const matches = (pattern) => (value) => typeof value === 'string' && pattern.test(value);
  const isOneOf = (values) => (value) => values.includes(value);
  const isUlid = matches(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
  const isSandboxId = matches(/^[A-Za-z0-9_-]{1,64}$/);
  const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
  const has = (shape) => (value) => isObject(value) && Object.entries(shape).every(([name, is]) => is(value[name]));

  const message = { sandboxId: isSandboxId, conversationId: isUlid, messageId: isUlid };
  const isAction = has({
    value: isOneOf(['allow-once', 'allow-always', 'deny']),
    token: (value) => isText(200)(value) && value.length >= 20,
  });
  const payloads = {
    'chat.message': has(message),
    approval: has({
      ...message,
      groupId: (value) => isText(200)(value) && value.length > 0,
      actions: (value) => Array.isArray(value) && value.length <= 2 && value.every(isAction),
    }),
    'instance-lifecycle': has({ event: isOneOf(['ready', 'start_failed', 'stopped']), sandboxId: isSandboxId }),
    test: isObject,
  };
  const isPush = has({
    id: isUlid,
    title: isText(250),
    body: isText(1_000),
    tag: isText(200),
    badge: (value) => Number.isSafeInteger(value) && value >= 0,
    data: (value) => isObject(value) && Object.hasOwn(payloads, value.type) && payloads[value.type](value),
  });

  function read(data) {
    try {
      const push = data?.json();
      return isPush(push) ? push : null;
    } catch {
      return null; // not even JSON: as unknown as any other
    }
  }

  async function receive(data) {
    const push = read(data);
    if (push === null) return demandsNotice() ? showSomething() : undefined;
    await setBadge(push.badge);
    if (!(await isFirst(push.id))) return;
    if (await isLookedAt(push.data)) return;
    await show(push);
  }

  /** Safari takes the permission away from who gets a push and shows nothing. Others forgive. */
  function demandsNotice() {
    return /AppleWebKit/.test(navigator.userAgent) && !/Chrom(e|ium)\//.test(navigator.userAgent);
  }

  async function showSomething() {
    await registration.showNotification(words.product, { body: words.something, tag: 'something', silent: true });
  }

  async function show(push, { body = push.body, actions = actionsOf(push.data), isQuiet = false } = {}) {
    await registration.showNotification(push.title, {
      body,
      tag: push.tag || push.id,
      renotify: !isQuiet,
      silent: isQuiet,
      icon: '/icon-192.png',
      requireInteraction: push.data.type === 'approval',
      data: push,
      actions,
    });
  }

  /** What a system has room for is two. To open it, one can always press the notification itself. */
  function actionsOf(data) {
    if (data.type !== 'approval') return [];
    const offered = ['allow-once', 'deny'].filter((value) => data.actions.some((one) => one.value === value));
    const actions = offered.length < 2 ? ['open', ...offered] : offered;
    return actions.map((action) => ({ action, title: words[action] }));
  }

  /** A service may bring the same push twice, and also when it was put away meanwhile. */
  async function isFirst(id) {
    const cache = await caches.open(store);
    const known = (await (await cache.match('/shown'))?.json()) ?? [];
    if (known.includes(id)) return false;
    await cache.put('/shown', new Response(JSON.stringify([...known, id].slice(-shownMax))));
    return true;
  }

  async function isLookedAt({ conversationId }) {
    if (conversationId === undefined) return false;
    const pages = await windows();
    return pages.some((page) => page.focused && page.visibilityState === 'visible' && shows(page, conversationId));
  }

  /** On the icon, where the system has a place for it. */
  async function setBadge(total) {
    if (!('setAppBadge' in navigator)) return;
    await (total === 0 ? navigator.clearAppBadge() : navigator.setAppBadge(total)).catch(() => undefined);
  }

  // ---- what is pressed

  async function press(notification, action) {
    const push = notification.data;
    notification.close();
    if (!isPush(push)) return open('/claw/chat');
    const chosen = push.data.type === 'approval' ? push.data.actions.find(({ value }) => value === action) : undefined;
    if (chosen === undefined) return open(addressOf(push.data), push.data.conversationId);
    const trouble = await decide(chosen);
    if (trouble === null) return;
    await show(push, { body: trouble.says, actions: [], isQuiet: true });
    if (trouble.isOpen) await open(addressOf(push.data), push.data.conversationId).catch(() => undefined);
  }

  /** Null: it was done. Else what is to be said, and whether the question may still be open. */
  async function decide({ token }) {
    try {
      const response = await worker.fetch('/v1/push/act', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-claw-chat': '1' },
        body: JSON.stringify({ token }),
      });
      if (!response.ok) return { says: words.notDecided, isOpen: true };
      const { happened, value, by } = await response.json();
      if (happened === 'decided') return null;
      if (happened === 'expired') return { says: words.expired, isOpen: false };
      const who = by ?? words.somebody;
      return { says: value === 'deny' ? words.denied(who) : words.allowed(who), isOpen: false };
    } catch {
      return { says: words.notDecided, isOpen: true };
    }
  }

  function addressOf({ sandboxId, conversationId }) {
    if (sandboxId === undefined) return '/claw/chat';
    return `/chat/${sandboxId}${conversationId === undefined ? '' : `/${conversationId}`}?via=push`;
  }

  /** The tab that shows it; else one of ours that goes there by itself, and loses nothing; else a new one. */
  async function open(address, conversationId) {
    const pages = await windows();
    const there = pages.find((page) => conversationId !== undefined && shows(page, conversationId));
    if (there !== undefined) return bringUp(there);
    const first = pages.toSorted((a, b) => Number(b.focused) - Number(a.focused));
    const answers = await Promise.all(first.map((page) => isWilling(page)));
    const willing = first.find((_page, n) => answers[n]);
    if (willing === undefined) return void (await clients.openWindow(address));
    willing.postMessage({ type: 'go', address, conversationId });
    await bringUp(willing);
  }

  /** A system may refuse: then it is at least where it should be. */
  async function bringUp(page) {
    await page.focus().catch(() => undefined);
  }

  /** Only a page of who is signed in answers. */
  function isWilling(page) {
    return new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      const timer = setTimeout(() => resolve(false), answerMs);
      port1.onmessage = () => {
        clearTimeout(timer);
        resolve(true);
      };
      page.postMessage({ type: 'are-you-there' }, [port2]);
    });
  }

  function windows() {
    return clients.matchAll({ type: 'window', includeUncontrolled: true });
  }

  function shows(page, conversationId) {
    return new URL(page.url).pathname.split('/').includes(conversationId);
  }

  // ---- what pages say

  async function hear(news) {
    if (!isObject(news)) return;
    if (news.type === 'signed-out') return closeAll(() => true);
    if (news.type === 'standings') return closeAll(isOverBy(news.standings, isNoMore));
    if (news.type === 'ended') return closeAll(isOverBy(news.ended, hasEnded));
  }

  function isOverBy(conversations, isOver) {
    const known = new Map(conversations.map((one) => [one.conversationId, one]));
    return (data) => known.has(data.conversationId) && isOver(data, known.get(data.conversationId));
  }

  /** All that a page found when it came. */
  function isNoMore(data, { isUnread, waiting }) {
    return data.type === 'approval' ? !waiting.some(isQuestionOf(data)) : !isUnread;
  }

  /** What it saw end since then. Of what it hasn't heard of yet it says nothing. */
  function hasEnded(data, { isRead, decided }) {
    return data.type === 'approval' ? decided.some(isQuestionOf(data)) : isRead;
  }

  function isQuestionOf(data) {
    return ({ messageId, groupId }) => messageId === data.messageId && groupId === data.groupId;
  }

  async function closeAll(isOver) {
    const shown = await registration.getNotifications();
    for (const notification of shown) {
      const push = notification.data;
      if (!isPush(push) || isOver(push.data)) notification.close();
    }
  }

  /** The browser has thrown a subscription away. Only a page knows who it was for: the next one that comes asks. */
  async function forget() {
    await (await caches.open(store)).put('/changed', new Response('1'));
    for (const page of await windows()) page.postMessage({ type: 'subscription-changed' });
  }

  return { read, receive, press, hear, forget };
};
