# One image for every function; which one it serves is chosen when it is built or started:
#
#   docker build -t scout-sync .                                        serves odoo_sync
#   docker run -e FUNCTION=odoo_sync -e PORT=8080 -e ODOO_BASE_URL=… … scout-sync
#   docker run -e FUNCTION=outbox_worker … scout-sync                   serves the way back
#   docker run … scout-sync python -m cli migrate                       the command line is in it too
FROM python:3.12-slim AS packages
COPY requirements.lock .
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock

FROM python:3.12-slim
ARG FUNCTION=odoo_sync
ENV FUNCTION=$FUNCTION \
    PORT=8080 \
    WORKERS=1 \
    THREADS=4 \
    PATH=/venv/bin:$PATH \
    PYTHONPATH=/app \
    PYTHONUNBUFFERED=1
COPY --from=packages /venv /venv
WORKDIR /app
COPY shared shared
COPY functions functions
COPY cli cli
COPY supabase/migrations supabase/migrations
# Compiled here, because the user below may not write: a cold start should not compile again and again.
RUN python -m compileall -q shared functions cli \
 && useradd --system --uid 10001 --no-create-home scout
USER 10001
EXPOSE 8080
# The framework serves with gunicorn, without a time limit of its own: the platform has one, and each run its budget.
CMD ["sh", "-c", "exec functions-framework --source=functions/$FUNCTION/main.py --target=$FUNCTION"]
