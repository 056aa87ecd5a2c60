// @ts-check
import { commandMax, labelMax, withText } from './vendor/bot-sdk.js';

/** @import { Action, ActionsBlock, Decision, InputBlock } from './vendor/bot-sdk.js' */
/** @import { PendingView } from './host.d.ts' */

/** @type {Record<string, Action['style']>} OpenClaw says `success` for what it once called primary. */
const styles = { success: 'primary', primary: 'primary', danger: 'danger' };

const saidByWhere = new Set(['Host', 'CWD']);

/**
 * What OpenClaw wants to do, as people see it: all of it, with as many buttons as there are.
 *
 * @param {PendingView} view
 * @returns {InputBlock[]}
 */
export function cardOf(view) {
  const command = view.commandText ?? view.operationSummary ?? null;
  const fits = command === null || command.length <= commandMax;
  const rest = view.metadata.filter(({ label }) => !saidByWhere.has(label));
  const about = [view.description, view.warningText, ...rest.map(({ label, value }) => `${label}: ${value}`)];
  const above = fits ? '' : `${view.title}\n\n\`\`\`\n${command}\n\`\`\`\n\n`;
  /** @type {ActionsBlock} */
  const card = {
    type: 'actions',
    groupId: view.approvalId,
    actions: actionsIn(view),
    expiresAt: view.expiresAtMs,
    request: {
      kind: view.approvalKind,
      title: shortened(view.title, labelMax),
      // Half of a command would be worse than none here: then the whole of it stands above.
      command: fits ? blankAsNull(command) : null,
      where: blankAsNull([view.host, view.cwd].filter(Boolean).join(', '), 500),
      why: blankAsNull(about.filter(Boolean).join('\n'), 2_000),
      alwaysScope: alwaysIn(view),
    },
  };
  return [...withText(/** @type {InputBlock[]} */ ([]), above), card];
}

/**
 * @param {PendingView} view
 * @returns {Action[]}
 */
function actionsIn({ actions }) {
  /** @type {Map<Decision, Action>} */
  const offered = new Map();
  for (const { decision, label, style } of actions) {
    if (!isDecision(decision) || offered.has(decision)) continue;
    offered.set(decision, {
      label: shortened(label, labelMax),
      style: styles[style] ?? 'secondary',
      value: decision,
    });
  }
  return [...offered.values()];
}

/** @param {PendingView} view */
function alwaysIn({ actions, approvalKind, toolName }) {
  if (!actions.some(({ decision }) => decision === 'allow-always')) return null;
  if (approvalKind !== 'exec') return `${toolName ?? 'This'}, whenever this agent asks for it again.`;
  return 'What OpenClaw takes for the same command, until its list of allowed commands says otherwise.';
}

/**
 * @param {string} decision
 * @returns {decision is Decision}
 */
export function isDecision(decision) {
  return decision === 'allow-once' || decision === 'allow-always' || decision === 'deny';
}

/**
 * @param {string | null} text
 * @param {number} [max]
 */
function blankAsNull(text, max = commandMax) {
  return text === null || text.trim() === '' ? null : shortened(text, max);
}

/**
 * @param {string} text
 * @param {number} max
 */
function shortened(text, max) {
  return text.length <= max ? text : `${text.slice(0, max - 1).toWellFormed()}…`;
}
