import { createHash } from 'node:crypto';

/** The product's own tones, which its pages have from a stylesheet that this page doesn't load. */
export const style = `
:root{color-scheme:light dark;--paper:light-dark(oklch(.995 .001 265),oklch(.212 .015 265));--desk:light-dark(oklch(.962 .005 265),oklch(.178 .014 265));
--ink:light-dark(oklch(.235 .028 265),oklch(.935 .006 265));--ink-2:light-dark(oklch(.4 .024 265),oklch(.78 .01 265));--line:light-dark(oklch(.905 .008 265),oklch(.318 .018 265));
--signal:oklch(.868 .174 92);--on-signal:oklch(.235 .028 265)}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif;display:grid;grid-template-columns:15rem minmax(0,1fr)}
nav{background:var(--desk);border-right:1px solid var(--line);padding:1.5rem;position:sticky;top:0;height:100vh;overflow:auto}
nav h1{font-size:1.125rem;margin:0}nav ul{list-style:none;padding:0}nav li{margin:.125rem 0}nav p{color:var(--ink-2);margin:.25rem 0}
main{padding:2rem;max-width:60rem}
a{color:inherit}a:focus-visible{outline:2px solid var(--ink);outline-offset:2px;background:var(--signal);color:var(--on-signal)}
h2{margin:3rem 0 1rem;padding-top:1rem;border-top:1px solid var(--line)}
article{margin:0 0 2.5rem}h3{font-size:1rem;margin:0}h3 code{overflow-wrap:anywhere}
h4{font-size:.875rem;margin:1rem 0 .25rem}h4 span,.who{color:var(--ink-2);font-weight:400}article p{margin:.25rem 0}
.method{display:inline-block;min-width:4rem;font-size:.8125rem}
pre,code{font:.875rem/1.5 ui-monospace,monospace}
pre{margin:0;padding:.75rem 1rem;background:var(--desk);border-radius:.375rem;overflow:auto;white-space:pre-wrap;overflow-wrap:anywhere}
@media(max-width:44rem){body{display:block}nav{position:static;height:auto;border:0;padding:1rem}main{padding:1rem}}
`;

/** Nothing runs, nothing is loaded, and the one style is the one above. */
export const pagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
