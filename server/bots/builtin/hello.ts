import type { Facts } from './facts.ts';

/** How an agent that comes with the box begins its first conversation: whom it talks to, and whose it is. */
export function hello(facts: Facts): string {
  const name = firstName(facts.ownerName);
  return `${name === '' ? 'Hello.' : `Hello, ${name}.`} ${whose(facts)} I am the agent that comes with the box.`;
}

/** The first word, as people are addressed by somebody friendly; a name in one piece is taken whole. */
function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? '';
}

function whose({ ownerIsOperator, organizationName }: Facts): string {
  if (organizationName !== null) return `This is Claw Chat, and I belong to ${organizationName}.`;
  return ownerIsOperator
    ? 'This is your own Claw Chat, and you are its operator.'
    : 'This is Claw Chat, and this conversation is yours.';
}
