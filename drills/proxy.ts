import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Link, type Harm, type HarmKind } from './link.ts';

export interface ProxyOptions {
  /** Where the next connection goes. */
  port(): number;
  /** What happens to the n-th connection, counted from 0. */
  plan?(connection: number): Harm;
  onHarm?(kind: HarmKind): void;
}

/** A network between a client and a server, as bad as it is told to be. */
export class Proxy {
  readonly #server: Server;
  readonly #options: ProxyOptions;
  readonly #links = new Set<Link>();
  #connections = 0;
  #isCalm = false;

  private constructor(options: ProxyOptions) {
    this.#options = options;
    this.#server = createServer((client) => this.#accept(client));
  }

  static async open(options: ProxyOptions): Promise<Proxy> {
    const proxy = new Proxy(options);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** The address of the socket, through here. */
  get url(): string {
    return `ws://127.0.0.1:${this.port}/connect`;
  }

  get links(): number {
    return this.#links.size;
  }

  /** Whoever connects from now on finds a good network; who is connected keeps the bad one. */
  calm(): void {
    this.#isCalm = true;
  }

  /** From now on, nothing passes on the connections that are open, and nobody is told. */
  blackHole(): void {
    for (const link of this.#links) link.blackHole();
  }

  /** Nobody reads on the connections that are open, until they do again. */
  stall(isStalled = true): void {
    for (const link of this.#links) link.stall(isStalled);
  }

  async close(): Promise<void> {
    for (const link of this.#links) link.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #accept(client: Socket): void {
    const plan = this.#isCalm ? undefined : this.#options.plan?.(this.#connections);
    this.#connections += 1;
    const upstream = connect({ host: '127.0.0.1', port: this.#options.port(), allowHalfOpen: true });
    const onHarm = (kind: HarmKind) => this.#options.onHarm?.(kind);
    const link = new Link(client, upstream, { harm: plan ?? { kind: 'none' }, onHarm });
    this.#links.add(link);
    link.ended.then(
      () => this.#links.delete(link),
      () => undefined,
    );
  }
}
