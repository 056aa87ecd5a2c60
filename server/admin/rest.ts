import { queryOf } from '#server/rest/asked.ts';
import { download } from '#server/rest/download.ts';
import type { Route } from '#server/rest/route.ts';
import { exportPerson } from './people/export.ts';

export const adminRoutes: Route[] = [
  {
    method: 'GET',
    path: '/v1/people/:userId/export',
    api: {
      says: "All that is somebody's, as one JSON document, for the operator who was given this address by their page.",
      output: 'file',
    },
    access: 'user',
    handle: async (call, principal) => {
      const pieces = await exportPerson(call.app, principal, { ...queryOf(call), ...call.params });
      return download(call, { format: 'json', pieces });
    },
  },
];
