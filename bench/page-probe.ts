/** What the page says of itself, in milliseconds. */
export interface Probe {
  /** When the newest message stood on screen, counted from the navigation. */
  shownAt: number | null;
  /** From each key to the end of the frame that shows it. */
  keys: number[];
  /** How long the tasks took that are long. */
  longTasks: number[];
  /** How far what stands in the middle of the view was ever from where it stood, since `holdPlace`, in pixels. */
  moved: number;
  holdPlace(): void;
  sockets: WebSocket[];
}

declare global {
  interface Window {
    probe: Probe;
  }
}

/** Runs in the page before anything of ours, and only listens. It goes there as text, so all of it stands in here. */
export function installProbe(): void {
  const probe: Probe = { shownAt: null, keys: [], longTasks: [], moved: 0, holdPlace, sockets: [] };
  window.probe = probe;
  let turns = 0;

  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) probe.longTasks.push(duration);
  }).observe({ type: 'longtask' });

  // The time stamp is the browser's, from before the page had time for it.
  const onKey = ({ timeStamp }: KeyboardEvent) => afterPaint(() => probe.keys.push(performance.now() - timeStamp));
  window.addEventListener('keydown', onKey, { capture: true });

  const { WebSocket: Plain } = window;
  window.WebSocket = class extends Plain {
    constructor(...words: ConstructorParameters<typeof WebSocket>) {
      super(...words);
      probe.sockets.push(this);
    }
  };

  requestAnimationFrame(lookForNewest);

  function lookForNewest(): void {
    if (isNewestShown()) afterPaint(() => (probe.shownAt = performance.now()));
    else requestAnimationFrame(lookForNewest);
  }

  function isNewestShown(): boolean {
    const view = document.querySelector('#log');
    const newest = [...(view?.querySelectorAll('article') ?? [])].at(-1);
    if (view === null || newest === undefined || getComputedStyle(newest).visibility !== 'visible') return false;
    const [inside, row] = [view.getBoundingClientRect(), newest.getBoundingClientRect()];
    return row.bottom > inside.top && row.top < inside.bottom;
  }

  function afterPaint(run: () => void): void {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = run;
      port2.postMessage(null);
    });
  }

  function holdPlace(): void {
    const view = document.querySelector('#log');
    const rows = [...(view?.querySelectorAll<HTMLElement>('[data-key]') ?? [])];
    const middle = (view?.getBoundingClientRect().top ?? 0) + (view?.clientHeight ?? 0) / 2;
    const key = rows.find((row) => row.getBoundingClientRect().bottom > middle)?.dataset['key'] ?? '';
    const topNow = () => view?.querySelector(`[data-key="${key}"]`)?.getBoundingClientRect().top ?? Infinity;
    const before = topNow();
    const turn = ++turns;
    const look = () => {
      if (turn !== turns) return;
      probe.moved = Math.max(probe.moved, Math.abs(topNow() - before));
      requestAnimationFrame(look);
    };
    probe.moved = 0;
    look();
  }
}
