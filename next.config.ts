import type { NextConfig } from 'next';

const config: NextConfig = {
  distDir: process.env['NEXT_DIST_DIR'] ?? '.next',
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
  // `npm run check` judges types with TypeScript 7; twice would only be slower.
  typescript: { ignoreBuildErrors: true },
  redirects() {
    return Promise.resolve([
      { source: '/', destination: '/claw/chat', permanent: false },
      // Where the chat used to be: links to it are in old letters and notes.
      ...['', '/organizations/:organizationId'].flatMap((whose) => [
        { source: `${whose}/claw/kilo-chat`, destination: `${whose}/claw/chat`, permanent: true },
        {
          source: `${whose}/claw/kilo-chat/:conversationId`,
          destination: `${whose}/claw/chat/:conversationId`,
          permanent: true,
        },
      ]),
    ]);
  },
};

export default config;
