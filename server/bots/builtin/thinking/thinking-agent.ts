import { botIdOf } from '#lib/contract/ids.ts';
import type { ModelEndpoint } from '#server/env.ts';
import type { Agent, Standing } from '../agent.ts';
import { actOn } from '../decided.ts';
import { Endpoint } from './endpoint.ts';
import type { Facts } from '../facts.ts';
import { hello } from '../hello.ts';
import { OpenQuestions } from '../open-questions.ts';
import { takeTurn, type Thinker } from './turn.ts';

/** The agent with a model. One endpoint for all sandboxes, whose keys and conversations stay apart. */
export function thinkingAgent(model: ModelEndpoint): (standing: Standing) => Agent {
  const endpoint = new Endpoint(model);
  return ({ api, sandboxId, readFacts, log }) => {
    const questions = new OpenQuestions(api, log);
    const { contextTokens } = model;
    const thinker: Thinker = {
      api,
      endpoint,
      questions,
      ownId: botIdOf(sandboxId),
      contextTokens,
      log,
      hasTools: true,
    };
    return async (delivery, answering) => {
      if (delivery.type === 'message.created') return takeTurn(delivery, answering, thinker);
      if (delivery.type === 'action.executed') return actOn(delivery, answering, api);
      if (delivery.type === 'conversation.created' && delivery.isFirst) {
        await answering.reply(greeting(await readFacts(), model.name));
      }
    };
  };
}

function greeting(facts: Facts, modelName: string): string {
  return [
    hello(facts),
    `A language model answers for me: ${modelName}. What is said in our conversations is sent to it. I can save a short text as a file here, and ask you before I do.`,
    'Ask me something.',
  ].join('\n\n');
}
