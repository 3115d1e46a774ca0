# One image for every function; which one it serves is chosen when it is built or started:
#
#   docker build -t scout-sync .                                   serves odoo_sync
#   docker build -t scout-outbox --build-arg FUNCTION=outbox_worker .
#   docker run -e FUNCTION=odoo_sync -e PORT=8080 -e ODOO_BASE_URL=… … scout-sync
#   docker run … scout-sync python -m cli migrate                  the command line is in it too
#   docker build -t scout-transform --target transform .           with dbt: runs scout transform and ends
#
# python:3.13-slim of Debian 13, by the digest of its index for all architectures.
FROM python:3.13.14-slim-trixie@sha256:6771159cd4fa5d9bba1258caf0b82e6b73458c694d178ad97c5e925c2d0e1a91 AS packages
WORKDIR /build
COPY requirements.lock ./
# pip serves here only; the image that runs needs none. Bytecode is made once: a cold start should not compile again.
RUN python -m venv --without-pip /venv \
 && pip --python /venv/bin/python install --no-cache-dir --disable-pip-version-check --root-user-action ignore \
        --require-hashes --only-binary :all: -r requirements.lock

# dbt shares no environment with the rest.
FROM python:3.13.14-slim-trixie@sha256:6771159cd4fa5d9bba1258caf0b82e6b73458c694d178ad97c5e925c2d0e1a91 AS dbt-packages
WORKDIR /build
COPY dbt/requirements.lock ./
RUN python -m venv --without-pip /dbt \
 && pip --python /dbt/bin/python install --no-cache-dir --disable-pip-version-check --root-user-action ignore \
        --require-hashes --only-binary :all: -r requirements.lock

FROM python:3.13.14-slim-trixie@sha256:6771159cd4fa5d9bba1258caf0b82e6b73458c694d178ad97c5e925c2d0e1a91 AS functions
ARG FUNCTION=odoo_sync
ENV FUNCTION=$FUNCTION \
    PORT=8080 \
    THREADS=4 \
    GRACE_SECONDS=8 \
    PATH=/venv/bin:$PATH \
    PYTHONPATH=/app \
    PYTHONUNBUFFERED=1
COPY --from=packages /venv /venv
WORKDIR /app
COPY shared shared
COPY functions functions
COPY cli cli
COPY dashboards dashboards
COPY supabase/migrations supabase/migrations
# The user below may not write, so what is imported is compiled now.
RUN python -m compileall -q shared functions cli dashboards \
 && useradd --system --uid 10001 --no-create-home scout
USER 10001
EXPOSE 8080
# SIGTERM: no more requests, the run in hand stops after its page, gone within GRACE_SECONDS (functions/server.py).
CMD ["python", "-m", "functions.server"]

FROM functions AS transform
COPY --from=dbt-packages /dbt /dbt
COPY dbt dbt
ENV PATH=/venv/bin:/dbt/bin:$PATH
CMD ["python", "-m", "cli", "transform"]

# What a build without --target makes.
FROM functions
