// Connections that ask for one thing again and again, as a process of their own.
import { nowMs, serveOrders } from '../child.ts';
import { percentile } from '../figures.ts';
import { RawRequests } from '../raw-requests.ts';

export interface RequestsOrder {
  port: number;
  path: string;
  headers: Record<string, string>;
  connections: number;
  forMs: number;
}

export interface Answered {
  count: number;
  perSecond: number;
  p99Ms: number;
  /** What this process used. */
  cpuMicroseconds: number;
}

serveOrders(async ({ port, path, headers, connections, forMs }: RequestsOrder): Promise<Answered> => {
  const lines = Object.entries({ host: `127.0.0.1:${port}`, ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  const request = Buffer.from(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
  const before = process.cpuUsage();
  const beganMs = nowMs();
  const asking = Array.from(
    { length: connections },
    () => new RawRequests({ port, request, untilMs: beganMs + forMs }),
  );
  await Promise.all(asking.map(({ ended }) => ended));
  const seconds = (nowMs() - beganMs) / 1_000;
  const { user, system } = process.cpuUsage(before);
  const delaysMs = asking.flatMap((one) => one.delaysMs);
  return {
    count: delaysMs.length,
    perSecond: delaysMs.length / seconds,
    p99Ms: percentile(delaysMs, 0.99),
    cpuMicroseconds: user + system,
  };
});
