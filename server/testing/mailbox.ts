import { createServer, type AddressInfo, type Socket } from 'node:net';
import { until } from './until.ts';

export interface Mailbox extends AsyncDisposable {
  /** What SMTP_URL would say. */
  url: string;
  /** As they arrived, with the lines that were broken for the way put together again. */
  letters: string[];
  /** The first one to this address, now or when it comes. */
  to(address: string): Promise<string>;
}

/** Receives whatever it is sent, as the simplest mail server does. */
export async function openMailbox(): Promise<Mailbox> {
  const letters: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.setEncoding('utf8').once('close', () => sockets.delete(socket)));
    receive(socket, (letter) => letters.push(letter));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    letters,
    to: (address) => until(() => letters.find((letter) => letter.includes(`To: ${address}`))),
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function receive(socket: Socket, keep: (letter: string) => void): void {
  let letter: string[] | null = null;
  let rest = '';
  socket.write('220 here\r\n');
  socket.on('data', (text: string) => {
    const lines = (rest + text).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) socket.write(answer(line));
  });

  function answer(line: string): string {
    if (letter === null) {
      if (line === 'DATA') letter = [];
      return line === 'DATA' ? '354 go on\r\n' : '250 fine\r\n';
    }
    if (line !== '.') {
      letter.push(line);
      return '';
    }
    keep(letter.join('\n').replaceAll('=\n', '').replaceAll('=3D', '='));
    letter = null;
    return '250 taken\r\n';
  }
}
