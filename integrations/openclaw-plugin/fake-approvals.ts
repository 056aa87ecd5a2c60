import { channelId } from './account.js';
import type { createChannel } from './channel.js';
import type { ApprovalKind, ApprovalRequest, Host, PendingView } from './host.d.ts';

type Capability = ReturnType<typeof createChannel>['channel']['approvalCapability'];
type Entry = Parameters<Capability['nativeRuntime']['transport']['updateEntry']>[0]['entry'];

interface Raised {
  kind: ApprovalKind;
  /** What stands in the channel, once it does. */
  entry: Promise<Entry | null>;
  decision: string | null;
  answered(decision: string): void;
}

/** What OpenClaw's agent wants to be allowed, and how OpenClaw asks a channel's people for it. */
export class FakeApprovals {
  readonly #capability: () => Capability;
  readonly #raised = new Map<string, Raised>();
  #isRegistered = false;

  constructor(capability: () => Capability) {
    this.#capability = capability;
  }

  /** Without it an approval is raised, and nobody sees it. */
  register(until: AbortSignal): void {
    this.#isRegistered = true;
    until.addEventListener('abort', () => (this.#isRegistered = false));
  }

  /** Until somebody has decided. */
  async raise(from: { sessionKey: string; to: string }, asked: Partial<PendingView> = {}): Promise<string> {
    const view = { ...touch, approvalId: crypto.randomUUID(), expiresAtMs: Date.now() + 30 * 60_000, ...asked };
    const { promise, resolve } = Promise.withResolvers<string>();
    const origin = { turnSourceChannel: channelId, turnSourceTo: from.to, sessionKey: from.sessionKey };
    const entry = this.#show(view, { id: view.approvalId, request: origin });
    this.#raised.set(view.approvalId, { kind: view.approvalKind, entry, decision: null, answered: resolve });
    await entry;
    return promise;
  }

  resolve: Host['resolveApprovalOverGateway'] = async (asked) => {
    const { approvalId, approvalKind, decision, senderId } = asked;
    if (!asked.channel || !asked.accountId || !senderId) throw new Error('needs channel, accountId and senderId');
    if (!this.mayApprove(senderId)) throw new Error('not authorized');
    const raised = this.#raised.get(approvalId);
    if (raised?.kind !== approvalKind) throw new Error('approval not found');
    if (raised.decision !== null) return { applied: false, approval: { decision: raised.decision } };
    await this.#settle(approvalId, raised, decision);
    return { applied: true, approval: { decision } };
  };

  /** As a click elsewhere would: in OpenClaw's own interface. */
  async decideElsewhere(approvalId: string, decision: string): Promise<void> {
    const raised = this.#raised.get(approvalId);
    if (raised === undefined) throw new Error('approval not found');
    await this.#settle(approvalId, raised, decision);
  }

  /** As a restart does. */
  forget(): void {
    this.#raised.clear();
  }

  /** As somebody in the chat does who types `/approve`. */
  mayApprove(senderId: string): boolean {
    return this.#capability().authorizeActorAction({ senderId }).authorized;
  }

  /** By the steps that OpenClaw takes. */
  async #show(view: PendingView, request: ApprovalRequest): Promise<Entry | null> {
    const { native, nativeRuntime } = this.#capability();
    const isShown = this.#isRegistered && nativeRuntime.availability.shouldHandle({ request });
    const target = isShown ? native.resolveOriginTarget({ request }) : null;
    if (target === null) return null;
    const pendingPayload = nativeRuntime.presentation.buildPendingPayload({ view });
    const prepared = nativeRuntime.transport.prepareTarget({ plannedTarget: { target } });
    if (prepared === null) return null;
    return nativeRuntime.transport.deliverPending({ preparedTarget: prepared.target, view, pendingPayload });
  }

  async #settle(approvalId: string, raised: Raised, decision: string): Promise<void> {
    raised.decision = decision;
    raised.answered(decision);
    const { presentation, transport } = this.#capability().nativeRuntime;
    const result = presentation.buildResolvedResult({ view: { approvalId, decision } });
    const entry = await raised.entry;
    if (result.kind !== 'update' || !('payload' in result) || entry === null) return;
    await transport.updateEntry({ entry, payload: String(result.payload) });
  }
}

/** As OpenClaw asks before it runs `touch`: with two answers, since a third was not offered for it. */
const touch: Omit<PendingView, 'approvalId' | 'expiresAtMs'> = {
  approvalKind: 'exec',
  title: 'Exec Approval Required',
  description: 'A command needs your approval.',
  metadata: [
    { label: 'Agent', value: 'main' },
    { label: 'Host', value: 'gateway' },
  ],
  actions: [
    { kind: 'decision', decision: 'allow-once', label: 'Allow Once', style: 'success' },
    { kind: 'decision', decision: 'deny', label: 'Deny', style: 'danger' },
  ],
  commandText: 'touch made.txt',
  host: 'gateway',
  cwd: '/home/ws',
};
