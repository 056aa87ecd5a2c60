import { createTransport } from 'nodemailer';
import type { Env } from './env.ts';
import type { Logger } from './log.ts';

export interface Letter {
  to: string;
  subject: string;
  text: string;
}

export interface Mailer extends AsyncDisposable {
  /**
   * Writes a letter and sends it, behind the caller's back: whether there was anybody to write to, and whether it went
   * well, is for the log alone. Null: there is nothing to send.
   */
  post(write: () => Promise<Letter | null>): void;
}

/** A server that doesn't answer holds nobody up, only its letters, and the stop of this process this long at most. */
const patienceMs = 10_000;

/** Null: this installation sends no mail. */
export function createMailer(settings: Env['mail'], log: Logger): Mailer | null {
  if (settings === null) return null;
  const transport = createTransport(settings.smtpUrl, {
    from: settings.from,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    // A letter is text of ours; nothing in it may make this server read a file or another address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const underWay = new Set<Promise<void>>();

  const deliver = async (write: () => Promise<Letter | null>) => {
    try {
      const letter = await write();
      if (letter !== null) await transport.sendMail(letter);
    } catch (error) {
      log.error({ err: error }, 'A letter could not be sent.');
    }
  };

  return {
    post: (write) => {
      const sending = deliver(write).finally(() => underWay.delete(sending));
      underWay.add(sending);
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(underWay);
      transport.close();
    },
  };
}
