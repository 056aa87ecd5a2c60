/** Whoever reads here, or is on the way in. */
export interface Guest {
  /** A person's id, or a bot's. */
  readonly memberId: string;
  /** What the right to be here hangs on. Null when it was opened with a key. */
  readonly sessionId: string | null;
  readonly keyId: string | null;
  /** The right to be here is gone. */
  revoke(): void;
  /** What it may read has changed. */
  recheck(): void;
}

export type Revoked = { sessionId: string } | { userId: string } | { keyId: string };

/** Everybody who reads on this node: sockets and streams. Rights are taken back here, whichever way somebody reads. */
export class Guests {
  readonly #byMember = new Map<string, Set<Guest>>();

  add(guest: Guest): void {
    const theirs = this.#byMember.get(guest.memberId) ?? new Set();
    this.#byMember.set(guest.memberId, theirs.add(guest));
  }

  remove(guest: Guest): void {
    const theirs = this.#byMember.get(guest.memberId);
    theirs?.delete(guest);
    if (theirs?.size === 0) this.#byMember.delete(guest.memberId);
  }

  countOf(memberId: string): number {
    return this.#byMember.get(memberId)?.size ?? 0;
  }

  disconnect(revoked: Revoked): void {
    for (const guest of this.#meant(revoked)) guest.revoke();
  }

  recheck(memberId: string): void {
    for (const guest of this.#byMember.get(memberId) ?? []) guest.recheck();
  }

  /** A copy: who is revoked leaves while the others are gone through. */
  #meant(revoked: Revoked): Guest[] {
    if ('userId' in revoked) return [...(this.#byMember.get(revoked.userId) ?? [])];
    const all = [...this.#byMember.values()].flatMap((theirs) => [...theirs]);
    return all.filter(({ sessionId, keyId }) =>
      'sessionId' in revoked ? sessionId === revoked.sessionId : keyId === revoked.keyId,
    );
  }
}
