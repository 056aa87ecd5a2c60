import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import { saveFileTool } from '../save-file.ts';
import type { Entry } from './history.ts';

export type Prompt = ChatCompletionMessageParam[];

/**
 * A conversation as models want it: after the system's word a person begins, and nobody speaks twice in a row, which some
 * templates refuse. Where the endpoint has no tools, what was asked of people is told in words.
 */
export function promptOf(system: string, entries: Entry[], { hasTools }: { hasTools: boolean }): Prompt {
  const first = entries.findIndex(({ by }) => by === 'person');
  const prompt: Prompt = [{ role: 'system', content: system }];
  for (const entry of first < 0 ? [] : entries.slice(first)) {
    const told = hasTools ? entry : inWords(entry);
    if (told.by === 'person') add(prompt, 'user', told.text);
    else if (told.questions.length === 0) add(prompt, 'assistant', told.text);
    else prompt.push(...asked(told));
  }
  return prompt;
}

function add(prompt: Prompt, role: 'user' | 'assistant', text: string): void {
  const last = prompt.at(-1);
  const before = last?.role === role && !('tool_calls' in last) ? last.content : null;
  if (typeof before === 'string') prompt.splice(-1, 1, { role, content: `${before}\n\n${text}` });
  else prompt.push({ role, content: text });
}

function asked({ text, questions }: Entry): Prompt {
  const { name } = saveFileTool.function;
  const calls = questions.map(({ groupId, file }) => ({
    id: groupId,
    type: 'function' as const,
    function: { name, arguments: JSON.stringify({ ...file, why: file.why ?? undefined }) },
  }));
  return [
    { role: 'assistant', content: text, tool_calls: calls },
    ...questions.map(({ groupId, outcome }) => ({ role: 'tool' as const, tool_call_id: groupId, content: outcome })),
  ];
}

function inWords({ by, text, questions }: Entry): Entry {
  const told = questions.map(({ file, outcome }) => `(I asked whether I may save ${file.name}. ${outcome})`);
  return { by, text: [text, ...told].filter((part) => part !== '').join('\n\n'), questions: [] };
}
