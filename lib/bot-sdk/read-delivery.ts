import type { Delivery } from '../contract/bots.ts';

/**
 * A delivery, by what names it. What else it says is the server's word: were it checked whole, one new field would make an
 * older bot deaf. So it may also be of a type that this version doesn't know. Null: it is no delivery.
 */
export function readDelivery(told: unknown): Delivery | null {
  if (told === null || typeof told !== 'object') return null;
  const { id, type, conversationId } = told as Partial<Record<keyof Delivery, unknown>>;
  const isDelivery = [id, type, conversationId].every((name) => typeof name === 'string' && name !== '');
  return isDelivery ? (told as Delivery) : null;
}
