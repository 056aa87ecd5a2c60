import './globals.css';
import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { readAppearance } from '#components/look/appearance.ts';
import { grounds } from '#components/look/grounds.ts';
import { text } from '#components/text/text.ts';

export const metadata: Metadata = {
  title: { default: text.product, template: `%s · ${text.product}` },
  description: text.productLine,
  icons: { icon: '/icon.svg', apple: '/icon-apple.png' },
  appleWebApp: { capable: true, title: text.product },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: grounds.light },
    { media: '(prefers-color-scheme: dark)', color: grounds.dark },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const appearance = readAppearance(await cookies());
  return (
    // The script below resolves "system" in <html> before React looks at it.
    <html
      lang="en"
      data-theme={appearance.theme === 'dark' ? 'dark' : 'light'}
      data-theme-setting={appearance.theme}
      data-contrast={appearance.contrast}
      data-density={appearance.density}
      suppressHydrationWarning
    >
      <head>
        {/* oxlint-disable-next-line nextjs/no-sync-scripts -- it must run before the first paint */}
        <script src="/before-paint.js" />
      </head>
      <body>{children}</body>
    </html>
  );
}
