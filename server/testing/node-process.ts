// A node of a cluster as a process of its own, so that a test can kill it: `server/testing/redis-node.ts` starts it.
import { createHouse } from './realtime-house.ts';
import { joinCluster } from './redis.ts';
import type { NodeOrders } from './redis-node.ts';

const { address, redisUrl, lifeMs } = JSON.parse(process.argv[2] ?? '') as NodeOrders;
const { backplane } = await joinCluster(redisUrl, { lifeMs });
const house = await createHouse({ beside: { address }, backplane });
process.stdout.write(`${house.url}\n`);
