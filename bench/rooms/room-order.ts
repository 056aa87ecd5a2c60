/** What the servers of a comparison understand that are processes of ours. */
export type RoomOrder =
  /** One for each member. */
  { kind: 'seats' } | { kind: 'cpu' };
