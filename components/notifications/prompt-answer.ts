const key = 'claw-chat:push-asked';

/** Of this browser, whoever uses it: its own question comes once, so ours does. Without a memory it isn't asked at all. */
export function isAnswered(): boolean {
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    return true;
  }
}

export function rememberAnswer(): void {
  try {
    localStorage.setItem(key, '1');
  } catch {
    return; // a browser that remembers nothing was never asked
  }
}
