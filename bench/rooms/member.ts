/** Where a member finds its place, as the server's process says it. */
export type Seat =
  | { kind: 'ours'; port: number; ticket: string; headers: Record<string, string>; contexts: string[] }
  | { kind: 'socket.io'; port: number }
  | { kind: 'ejabberd'; port: number; host: string; room: string; nick: string };

/** Where a member's messages go, and what it hears: where a message's bytes lie, good until this returns. */
export interface Ears {
  onHeard(view: Buffer, start: number, end: number): void;
  onLost(): void;
}

/** One who is in the room: hears everything, and now and then says something. */
export interface Member {
  /** Resolves when it is acknowledged, which each server here does once the message is stored. */
  say(text: string): Promise<void>;
}
