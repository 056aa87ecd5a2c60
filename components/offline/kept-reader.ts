/** Whose things this browser keeps for when there is no network. Nobody's, once they have signed out. */
const key = 'claw-chat:kept-for';

export function keptFor(): string | null {
  return localStorage.getItem(key);
}

export function keepFor(userId: string): void {
  localStorage.setItem(key, userId);
}

export function keepForNobody(): void {
  localStorage.removeItem(key);
}
