import type { Delivery } from '#lib/contract/bots.ts';
import type { Facts } from './facts.ts';
import { hello } from './hello.ts';
import { shows, type Said } from './shows.ts';

/** Null for nothing. A script: it never claims to understand more. */
export function guide(delivery: Delivery, facts: Facts): Said | null {
  if (delivery.type === 'conversation.created') return delivery.isFirst ? said(greeting(facts)) : null;
  return delivery.type === 'message.created' ? answer(delivery.text, facts) : null;
}

function said(text: string): Said {
  return { way: 'say', text };
}

function greeting(facts: Facts): string {
  return paragraphs(
    hello(facts),
    'I have no language model yet, so I answer from a script. Everything else is real: this is a stored conversation, and what I say comes over the same bot API that your own agents will use.',
    `Ask me about one of these:\n${menu()}`,
  );
}

interface Topic {
  /** How the menu names it. */
  title: string;
  asked: RegExp;
  tell(facts: Facts): string;
}

/** The first that is asked for is told, so the narrower ones stand before the wider. */
const topics: Topic[] = [
  {
    title: 'backing up',
    asked: /\b(back\s?-?ups?|back(ing)?\s+(it|this|that|my|the|everything)?\s*\w*\s*up|restor\w+|lose|lost)\b/i,
    tell: ({ dataFolder }) =>
      dataFolder === null
        ? 'Everything that was said is in your own Postgres, so back that up as you do already, with pg_dump for example. Keep the folder with the secrets too: without it everybody has to sign in again.'
        : paragraphs(
            `Stop Claw Chat, copy ${dataFolder}, and start again. Follow links when you copy (cp -aL): on some machines the database lives outside of the folder and only a link stands there.`,
            'Copy it only while Claw Chat is stopped. A copy of a running database may be useless.',
          ),
  },
  {
    title: 'stopping and starting',
    asked: /\b(stop\w*|restart\w*|start\w*|shut\s?down|quit|turn (it )?(on|off)|port|run(ning)? it)\b/i,
    tell: ({ url }) =>
      paragraphs(
        'Ctrl+C where it runs stops it: what is under way is finished first. npm start in its folder starts it again. Nothing is lost in between; a message that I had not answered yet is answered then.',
        `It is reached at ${url}. Another port: PORT=3001 npm start.`,
      ),
  },
  {
    title: 'bringing your own agent',
    asked:
      /\b(own (agent|bot)|(an?other|new|my|add\w*|bring\w*|connect\w*) (an? )?(agent|bot)s?|api|openclaw|webhooks?|sdk|endpoint\w*|keys?)\b/i,
    tell: ({ url, sandboxId }) =>
      paragraphs(
        'An agent talks to Claw Chat over HTTP, with a key as a bearer token. I do the same. Mine is at:',
        [
          `\`${url}/bot/v1/sandboxes/${sandboxId}\``,
          '',
          '- `GET /events`: what people write, as a stream',
          '- `POST /deliveries/ack`: this has been dealt with, don’t send it again',
          '- `POST /messages`: an answer',
          '- `GET` and `POST /conversations`, `GET /conversations/ID/messages`',
          '- `POST /bot-status`: online or not',
          '',
          `All of it is described at ${url}/docs/api.`,
        ].join('\n'),
        `Add yours at ${url}/claw/new: that page shows its address, its key, which is told once, and commands that work as they stand. More keys, and their end, are in that agent’s settings.`,
      ),
  },
  {
    title: 'who can read this',
    asked:
      /\b(who(?! are you)|anyone|anybody|someone|private|privacy|secret|encrypt\w*|secure|security|spy\w*|read (this|it|my|me))\b/i,
    tell: ({ dataFolder, organizationName }) => {
      const place = dataFolder ?? 'the database';
      return paragraphs(
        organizationName === null
          ? 'You and I: nobody else is in this conversation, and other accounts here don’t see it.'
          : `The people who are in this conversation, and I; its details say who they are. Whoever is let in reads all of it. Who runs ${organizationName} reads nothing by that, but can make a key of mine, and a key reads what I read.`,
        `Whoever can open ${place} on the machine can read it too, since messages are stored as they are, not encrypted. I send nothing to anybody: there is no model behind me.`,
      );
    },
  },
  {
    title: 'where your data is',
    asked: /\b(data|stored?|storage|saved?|kept|keep|database|postgres\w*|sqlite|disk|folder|files?)\b/i,
    tell: ({ dataFolder }) =>
      dataFolder === null
        ? 'In the Postgres database that was named with DATABASE_URL when Claw Chat was started.'
        : `In ${dataFolder}, where Claw Chat was started: a Postgres database that runs along with it, and the secrets that seal your sign-in. A message counts as sent once it is on disk. To keep it in a Postgres of your own, start with DATABASE_URL.`,
  },
  {
    title: 'a language model',
    asked:
      /\b(models?|llms?|gpt\w*|claude|ollama|openai|openrouter|vllm|smart\w*|intelligen\w*|ai|real (person|agent)|human)\b/i,
    tell: ({ ownerIsOperator }) =>
      paragraphs(
        'I have none. No language model is configured, so I answer from a script about Claw Chat itself, and say so when I don’t know.',
        `${ownerIsOperator ? 'To give me one, put' : 'Whoever runs this Claw Chat can give me one: put'} three lines into the file .env beside the program, and start it again. For Ollama on the same machine:`,
        '```\nOPENAI_BASE_URL=http://127.0.0.1:11434/v1\nOPENAI_MODEL=qwen3:8b\nOPENAI_CONTEXT_TOKENS=8000\n```',
        'Everything that speaks as OpenAI does works the same: vLLM, llama.cpp, OpenRouter. Where a key is wanted it is OPENAI_API_KEY.',
      ),
  },
  {
    title: 'what this is',
    asked:
      /\b(what('?s| is| are| can| do)|who are you|help|claw ?chat|explain|about|hello|hi|hey|good (morning|evening|day))\b/i,
    tell: ({ ownerIsOperator }) =>
      paragraphs(
        `Claw Chat is a home for conversations with agents, on ${ownerIsOperator ? 'your own machine' : 'a machine of your operator’s'}. Messages are stored before they count as sent, wait for an agent that is away, and appear on all your devices at once.`,
        'I am the agent that comes with it. No language model is configured, so I answer from a script.',
        `Ask me about:\n${menu()}`,
      ),
  },
];

function answer(text: string, facts: Facts): Said {
  const shown = shows.find(({ asked }) => asked.test(text));
  if (shown !== undefined) return shown.said;
  const topic = topics.find(({ asked }) => asked.test(text));
  return said(topic === undefined ? fallback() : topic.tell(facts));
}

function fallback(): string {
  return paragraphs(
    'I can’t answer that: no language model is configured, so I only have a script. Your message is stored all the same.',
    `What I can tell you about:\n${menu()}`,
  );
}

function menu(): string {
  const told = topics.map(({ title }) => `- ${title}`).toReversed();
  return `${told.join('\n')}\n\nOr say “show me” and one of these: ${shows.map(({ title }) => title).join(', ')}.`;
}

function paragraphs(...parts: string[]): string {
  return parts.join('\n\n');
}
