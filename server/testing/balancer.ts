import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** One address before several nodes, as a load balancer has it: what connects from now on goes to the node that is named. */
export async function startBalancer(nodeUrl: string) {
  let target = new URL(nodeUrl);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const node = connect(Number(target.port), target.hostname);
    for (const [one, other] of [
      [client, node],
      [node, client],
    ] as const) {
      sockets.add(one);
      one
        .on('error', () => undefined)
        .once('close', () => {
          sockets.delete(one);
          other.destroy();
        });
      one.pipe(other);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}${target.pathname}`,
    turnTo: (url: string) => void (target = new URL(url)),
    [Symbol.asyncDispose]: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
