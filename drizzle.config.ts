import { defineConfig } from 'drizzle-kit';

// The database has its own door (server/db/migrate.ts): drizzle-kit only compares the schema with drizzle/.
export default defineConfig({
  dialect: 'postgresql',
  schema: './server/db/schema/*.ts',
  out: './drizzle',
});
