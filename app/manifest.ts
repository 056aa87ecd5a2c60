import type { MetadataRoute } from 'next';
import { text } from '#components/text/text.ts';
import { grounds } from '#components/look/grounds.ts';

/** What a system needs to know to install it. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    id: '/',
    name: text.product,
    short_name: text.product,
    description: text.productLine,
    start_url: '/claw/chat',
    scope: '/',
    display: 'standalone',
    background_color: grounds.light,
    theme_color: grounds.light,
    categories: ['productivity'],
    icons: [
      { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
      { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
    shortcuts: [{ name: text.shell.newConversation, url: '/claw/chat' }],
  };
}
