/** What a secret looks like, whatever its name: ours, and those that people keep beside ours. */
export const secretShapes: readonly (readonly [what: string, shape: RegExp])[] = [
  ['a key of ours', /\bcc[kb]_[0-9a-z]{26}_[\w-]*/],
  ['a secret that signs webhooks', /\bwhsec_[A-Za-z0-9+/]+=*/],
  ['a sealed cookie or a token', /\beyJ[\w-]+\.[\w-]*\.[\w-]+(?:\.[\w-]+)*/],
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['a key of a model’s endpoint', /\bsk-[\w-]{8,}/],
  ['a key of a cloud', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bAIza[\w-]{35}/],
  ['a token of a code host', /\bgh[pousr]_\w{20,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{20,}/],
  ['a token of a registry', /\bnpm_\w{36}/],
  ['a token of a chat', /\bxox[abeprs]-[\w-]{10,}/],
];
