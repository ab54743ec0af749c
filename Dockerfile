# The reference bot under Tickscope, for docker-compose.yml. Everything is built in here: the machine needs nothing but Docker.
FROM node:24.21.0-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# What would be built by a script is not needed here: nothing of another machine's is run either.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY scripts scripts
COPY src src
# The servers' configuration is not part of the image.
RUN node scripts/build.js
# What runs: Tickscope's own dependencies, and the two packages that the bot takes, in the versions that it is tested with.
RUN packages=$(node -p "['pg', 'technicalindicators'].map((name) => name + '@' + require('./package.json').devDependencies[name]).join(' ')") \
  && npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
  && npm install --no-save --ignore-scripts --no-audit --no-fund $packages

FROM node:24.21.0-slim
WORKDIR /app
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json NOTICE LICENSE ./
COPY examples/bot examples/bot
USER node
CMD ["node", "--require=./dist/register.js", "examples/bot/bot.js"]
