interface Question {
  messageId: string;
  groupId: string;
}

/** What pages know of a conversation: is anything unread there, and what still waits for a decision? */
export interface Standing {
  conversationId: string;
  isUnread: boolean;
  waiting: readonly Question[];
}

/** What is over in a conversation since this page last said something of it. */
export interface Ended {
  conversationId: string;
  isRead: boolean;
  decided: readonly Question[];
}

type News =
  | { type: 'standings'; standings: readonly Standing[] }
  | { type: 'ended'; ended: readonly Ended[] }
  | { type: 'signed-out' };

/** Where there is a worker; where there is none, nothing was shown by it. */
export function tellWorker(news: News): void {
  if (!('serviceWorker' in navigator)) return;
  void navigator.serviceWorker.getRegistration().then((registration) => registration?.active?.postMessage(news));
}
