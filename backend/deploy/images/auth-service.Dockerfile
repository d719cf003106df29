# The authorisation service. Context: the root of this repository.
#   docker build -f backend/deploy/images/auth-service.Dockerfile -t parley-auth-service .
FROM node:24-alpine AS build
WORKDIR /parley
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts
COPY machines/domain machines/domain
COPY backend/auth-service backend/auth-service
COPY backend/deploy/images/keepPackages.mjs backend/deploy/images/warmCompileCache.mjs backend/deploy/images/
# Of all packages of the repository, those that the service imports and those that these need.
RUN node backend/deploy/images/keepPackages.mjs backend/auth-service && install -d -o 1000 compile-cache
# Node keeps compiled code for each user apart, so it is compiled as whoever runs it.
USER 1000
RUN NODE_COMPILE_CACHE=/parley/compile-cache node backend/deploy/images/warmCompileCache.mjs

# Runs as user 1000 and listens on 8080.
FROM node:24-alpine
ENV NODE_ENV=production NODE_COMPILE_CACHE=/parley/compile-cache
WORKDIR /parley
COPY package.json ./
COPY --from=build /parley/node_modules node_modules
COPY --from=build /parley/compile-cache compile-cache
COPY machines/domain machines/domain
COPY backend/auth-service backend/auth-service
USER 1000
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --retries=3 CMD ["wget", "--quiet", "-O", "/dev/null", "http://127.0.0.1:8080/healthz"]
# Node reads the service's TypeScript as it is. Settings and secrets come as variables when the container starts.
CMD ["node", "backend/auth-service/main.ts"]
