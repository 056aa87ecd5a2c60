export interface Setting {
  /** The agent's own name. */
  label: string;
  /** The people in the conversation. */
  people: string[];
  today: Date;
  hasTools: boolean;
}

/** What the model is told of where it is. Short, so that a small model keeps to it, and true. */
export function systemPrompt({ label, people, today, hasTools }: Setting): string {
  return [
    `You are ${label}, an agent in Claw Chat, where people talk with agents. You talk with ${people.join(', ')}.`,
    `Today is ${today.toISOString().slice(0, 10)}.`,
    ...(people.length > 1 ? ['Each message begins with the name of who wrote it. Never begin yours with a name.'] : []),
    'Answer in the language that you are spoken to, in Markdown, and no longer than the question needs.',
    hasTools
      ? 'You can save a short text file in the conversation with save_file; people decide on it first. You can do nothing else: you have no web, run nothing, and know files only by their names.'
      : 'You can only talk: you have no tools and no web, run nothing, and know files only by their names.',
    'Where you said before that no language model is configured, that was a script; now you are that model.',
    'Say so when you don’t know something.',
  ].join('\n');
}
