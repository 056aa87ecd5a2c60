/** On the icon of the installed app, where the system has a place for it. It is decoration: a refusal is no news. */
export function showAppBadge(total: number): void {
  if (!('setAppBadge' in navigator)) return;
  const shown = total === 0 ? navigator.clearAppBadge() : navigator.setAppBadge(total);
  shown.catch(() => undefined);
}
