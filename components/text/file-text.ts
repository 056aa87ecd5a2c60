/** What is said of files, beside a text that is being written and in messages. The rules are those of `text.ts`. */
export const fileText = {
  chosen: 'Files of this message',
  waiting: 'Waits until you are back online',
  inTurn: 'Waits for its turn',
  percent: (percent: number) => `${percent} %`,
  percentAndTime: (percent: number, seconds: number) => `${percent} %, ${duration(seconds)}`,
  /** The bytes are there and the server looks at them. */
  finishing: 'Checking',
  tooBig: 'Too big, 25 MB at most',
  empty: 'Empty, there is nothing to send',
  failed: (why: string) => `Not uploaded. ${why}`,
  lost: 'Not uploaded before this page was left. Choose it again.',
  brokeOff: 'The connection broke off.',
  retry: 'Try again',
  cancel: (name: string) => `Cancel ${name}`,
  remove: (name: string) => `Remove ${name}`,
  leftOut: (count: number) => `10 files at most. ${count === 1 ? '1 was' : `${count} were`} not added.`,
  drop: 'Drop files here',
  progress: (name: string) => `${name}, upload`,
  isReady: (name: string) => `${name} is uploaded`,

  download: (name: string) => `Download ${name}`,
  open: (name: string) => `Open ${name}`,
  notLoaded: "This picture didn't load.",
  notDownloaded: (why: string) => `Not downloaded. ${why}`,
  viewer: 'Pictures',
  place: (index: number, count: number) => `${index} of ${count}`,
  previous: 'Previous picture',
  next: 'Next picture',
} as const;

function duration(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
