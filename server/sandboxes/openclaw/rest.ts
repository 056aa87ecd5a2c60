import { streamed, type Route } from '#server/rest/route.ts';
import { pluginPackage } from './plugin-package.ts';

/** Public, as the code itself is: what opens a conversation is the key that somebody puts beside it. */
export const openClawRoutes: Route[] = [
  {
    method: 'GET',
    path: '/integrations/openclaw-plugin.tgz',
    api: { says: 'The OpenClaw plugin that fits this server.', output: 'file' },
    access: 'public',
    handle: async ({ req, res }) => {
      const { archive, etag } = await pluginPackage();
      const kept = { etag, 'cache-control': 'public, no-cache' };
      if (req.headers['if-none-match'] === etag) res.writeHead(304, kept).end();
      else
        res
          .writeHead(200, { ...kept, 'content-type': 'application/gzip', 'content-length': archive.length })
          .end(archive);
      return streamed;
    },
  },
];
