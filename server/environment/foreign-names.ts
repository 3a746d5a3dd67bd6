/**
 * Environment variables of the systems that this server replaces, with what sets the same here. A deployment that was
 * written for one of them would otherwise start with defaults without a word.
 */
export const foreignNames: Readonly<Record<string, string>> = {
  MONGODB_URL: 'DATABASE_URL, which is the address of a PostgreSQL database',
  STORAGE_BACKEND: 'STORAGE_URL',
  STORAGE_PROVIDER: 'STORAGE_URL',
  STORAGE_PATH: 'AW_DATA, or STORAGE_URL for a bucket',
  S3_BUCKET: 'STORAGE_URL',
  S3_REGION: 'STORAGE_URL',
  AWS_ACCESS_KEY_ID: 'STORAGE_URL',
  AWS_SECRET_ACCESS_KEY: 'STORAGE_URL',
  OPENAI_API_KEY: 'a secret of the workspace (PUT /api/v1/secrets)',
  CLAUDE_API_KEY: 'a secret of the workspace (PUT /api/v1/secrets)',
  DEFAULT_LLM: 'default_llm in PUT /api/v1/config',
  DEFAULT_AI_MODEL: 'default_llm in PUT /api/v1/config',
  DEBUG: 'AW_LOG=debug',
  LOG_LEVEL: 'AW_LOG',
  SECRET_KEY: 'AW_KEY',
  JWT_SECRET_KEY: 'AW_KEY',
  JWT_ALGORITHM: 'nothing: tokens are signed with EdDSA',
  JWT_ACCESS_TOKEN_EXPIRE_MINUTES: 'nothing: access tokens expire after 15 minutes',
  ACCESS_TOKEN_EXPIRE_MINUTES: 'nothing: access tokens expire after 15 minutes',
  JWT_REFRESH_TOKEN_EXPIRE_DAYS: 'nothing: refresh tokens expire after 7 days',
  EMAIL_PROVIDER: 'SMTP_URL',
  SENDGRID_API_KEY: 'SMTP_URL',
  DATABASE_POOL_SIZE: 'AW_CONNECTIONS',
  DATABASE_MAX_OVERFLOW: 'AW_CONNECTIONS, which includes them',
  RATE_LIMIT_PER_MINUTE: 'AW_RATE_LIMIT, which counts per hour',
  WORKERS: 'ROLE and AW_RUNS',
  REDIS_URL: 'nothing: PostgreSQL is the queue',
  REDIS_POOL_SIZE: 'nothing: PostgreSQL is the queue',
  CELERY_BROKER_URL: 'nothing: PostgreSQL is the queue',
  CELERY_RESULT_BACKEND: 'nothing: PostgreSQL is the queue',
  PROMETHEUS_PORT: 'nothing: metrics are at /metrics of PORT',
  HOST: 'AW_LISTEN',
  APP_NAME: 'nothing',
  APP_ENV: 'nothing',
}

/** Returns the variables that the server does not read, each with what to set instead. */
export const findForeignNames = (environment: NodeJS.ProcessEnv): { name: string; replacement: string }[] =>
  Object.entries(foreignNames).flatMap(([name, replacement]) =>
    (environment[name] ?? '') === '' ? [] : [{ name, replacement }],
  )
