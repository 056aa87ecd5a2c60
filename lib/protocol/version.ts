/**
 * What a socket asks for by name. Its frames have come in two versions, the second a superset of the first:
 * 1  context.subscribe with plain strings, unsubscribe, ack, text ping; event with a per-socket seq, error too_many_contexts.
 * 2  subscribe takes {context, after}; context.subscribed, context.cursor, context.resync, event ids, more error codes, goaway.
 */
export const subprotocol = 'kilo.events.v1';
