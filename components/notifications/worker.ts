interface Question {
  messageId: string;
  groupId: string;
}

/** What pages tell the worker of a conversation: is anything unread there, and what still waits for a decision? */
export interface Standing {
  conversationId: string;
  isUnread: boolean;
  waiting: readonly Question[];
}

/** Where there is a worker; where there is none, nothing was shown by it. */
export function tellWorker(news: { type: 'standings'; standings: readonly Standing[] } | { type: 'signed-out' }): void {
  if (!('serviceWorker' in navigator)) return;
  void navigator.serviceWorker.getRegistration().then((registration) => registration?.active?.postMessage(news));
}
