# The app as static files. Context: the root of this repository.
#   docker build -f backend/deploy/images/app.Dockerfile -t parley-app .
# With glibc and the optional packages, as what compiles is among them.
FROM node:24-slim AS build
WORKDIR /parley
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build

# Runs as user 101 and listens on 8080.
FROM nginxinc/nginx-unprivileged:stable-alpine
COPY backend/deploy/nginx/app.conf /etc/nginx/conf.d/default.conf
COPY backend/deploy/nginx/app-headers.conf /etc/nginx/parley/app-headers.conf
COPY --from=build /parley/dist/full /usr/share/nginx/html
USER 101
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --retries=3 CMD ["wget", "--quiet", "-O", "/dev/null", "http://127.0.0.1:8080/"]
