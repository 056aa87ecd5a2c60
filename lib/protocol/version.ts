/** What a socket asks for by name. The frames below are a superset of the first `kilo.events.v1`. */
export const subprotocol = 'kilo.events.v1';

/**
 * The frames' own version, for the documents.
 * 1  context.subscribe with plain strings, unsubscribe, ack, text ping; event with a per-socket seq, error too_many_contexts.
 * 2  subscribe takes {context, after}; context.subscribed, context.cursor, context.resync, event ids, more error codes, goaway.
 */
export const protocolVersion = 2;
