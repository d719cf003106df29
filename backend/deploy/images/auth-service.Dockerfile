# The authorisation service. Context: the root of this repository.
#   docker build -f backend/deploy/images/auth-service.Dockerfile -t parley-auth-service .
FROM node:24-alpine AS packages
WORKDIR /parley
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts
COPY backend/auth-service backend/auth-service
COPY backend/deploy/images/keepPackages.mjs backend/deploy/images/
# Of all packages of the repository, those that the service imports and those that these need.
RUN node backend/deploy/images/keepPackages.mjs backend/auth-service

FROM node:24-alpine
ENV NODE_ENV=production
WORKDIR /parley
COPY package.json ./
COPY --from=packages /parley/node_modules node_modules
COPY machines/domain machines/domain
COPY backend/auth-service backend/auth-service
USER node
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --retries=3 CMD ["wget", "--quiet", "-O", "/dev/null", "http://127.0.0.1:8080/healthz"]
# Node reads the service's TypeScript as it is. Settings and secrets come as variables when the container starts.
CMD ["node", "backend/auth-service/main.ts"]
