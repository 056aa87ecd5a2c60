/** What somebody's right to be here hangs on. */
export interface Identity {
  /** A person's id, or a bot's. */
  memberId: string;
  /** Null when it was opened with a key. */
  sessionId: string | null;
  keyId: string | null;
}

/** Whoever reads here, or is on the way in. */
export interface Guest {
  readonly identity: Identity;
  /** The right to be here is gone. */
  revoke(): void;
  /** What it may read has changed. */
  recheck(): void;
}

export type Revoked = { sessionId: string } | { userId: string } | { keyId: string };

/** Everybody who reads on this node: sockets and streams. Rights are taken back here, whichever way somebody reads. */
export class Guests {
  readonly #byMember = new Map<string, Set<Guest>>();

  /** Until the answer is called. */
  add(guest: Guest): () => void {
    const { memberId } = guest.identity;
    const theirs = this.#byMember.get(memberId) ?? new Set();
    this.#byMember.set(memberId, theirs.add(guest));
    return () => {
      theirs.delete(guest);
      if (theirs.size === 0 && this.#byMember.get(memberId) === theirs) this.#byMember.delete(memberId);
    };
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
    return all.filter(({ identity }) =>
      'sessionId' in revoked ? identity.sessionId === revoked.sessionId : identity.keyId === revoked.keyId,
    );
  }
}
