// Runs before the first paint, from <head>, as a file so that no inline script has to be allowed.
// The server has already written an explicit theme into <html>; only "system" is left to resolve here.

// The validator would try once whether it may compile code, and the browser would report that as refused.
globalThis.__zod_globalConfig = { jitless: true };

(() => {
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const follow = () => {
    const theme = dark.matches ? 'dark' : 'light';
    // Only what differs is written: writing wakes the observer below.
    if (root.dataset.themeSetting === 'system' && root.dataset.theme !== theme) root.dataset.theme = theme;
  };
  follow();
  dark.addEventListener('change', follow);
  // Whoever writes the choice later, the settings or a page that the server renders anew, leaves "system" to this too.
  new MutationObserver(follow).observe(root, { attributeFilter: ['data-theme', 'data-theme-setting'] });

  // The server renders clock times, so it has to know where this browser's day begins.
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && !document.cookie.includes(`time_zone=${encodeURIComponent(zone)}`)) {
    document.cookie = `time_zone=${encodeURIComponent(zone)}; path=/; max-age=31536000; samesite=lax`;
  }
})();
