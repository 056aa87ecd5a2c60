// The product without pages and with the database that it brings, as a process of its own: `drills/durable/home.ts` starts it.
import { openDatabase } from '#server/db/open.ts';
import { readEnv } from '#server/env.ts';
import { createLog } from '#server/log.ts';
import { startTestApp } from '#server/testing/app.ts';
import { connect } from '#server/testing/database.ts';
import type { HomeOrders, HomeReport } from '../durable/home.ts';
import { publicUrl } from '../node.ts';

const { dataDir, port } = JSON.parse(process.argv[2] ?? '') as HomeOrders;
const env = { DATA_DIR: dataDir, PORT: String(port), PUBLIC_URL: publicUrl, LOG_LEVEL: 'error' };

// As the product opens it: with its settings, and refused if they couldn't keep what is acknowledged.
const opened = await openDatabase(readEnv(env), createLog({ level: 'info', format: 'text' }, process.stderr));
const { address } = opened;
const database = { address, sql: connect(address, 1), [Symbol.asyncDispose]: async () => undefined };
const served = await startTestApp({ database, limits: 'generous', env });

const report: HomeReport = { port: Number(new URL(served.ownUrl).port), address };
process.send?.(report);
