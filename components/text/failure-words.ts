import { deliveryText } from './delivery-text.ts';

/** Why a request came to nothing, for whoever runs the other side. A word that is new here is shown as it is. */
export function failureWords(failure: string): string {
  const status = /^http_(\d+)$/.exec(failure)?.[1];
  if (status !== undefined) return deliveryText.answeredWith(status);
  return deliveryText.failures[failure] ?? failure;
}
