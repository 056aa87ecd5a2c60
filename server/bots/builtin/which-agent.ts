import type { Env } from '#server/env.ts';
import type { Agent, Standing } from './agent.ts';
import { guideAgent } from './guide-agent.ts';

/** What all the built-in agents are: the guide, or with a model one that thinks. Its library is loaded only then. */
export async function agentsOf({ model }: Pick<Env, 'model'>): Promise<(standing: Standing) => Agent> {
  if (model === null) return guideAgent;
  const { thinkingAgent } = await import('./thinking/thinking-agent.ts');
  return thinkingAgent(model);
}
