interface Question {
  messageId: string;
  groupId: string;
}

/** What pages tell the worker: what of a conversation has been read, and what still waits for a decision there. */
export interface WorkerNews {
  type: 'cleared' | 'unread';
  conversationId: string;
  waiting: readonly Question[];
}

/** Where there is a worker; where there is none, nothing was shown by it. */
export function tellWorker(news: WorkerNews | { type: 'signed-out' }): void {
  if (!('serviceWorker' in navigator)) return;
  void navigator.serviceWorker.getRegistration().then((registration) => registration?.active?.postMessage(news));
}
