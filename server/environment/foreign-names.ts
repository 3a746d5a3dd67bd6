/**
 * Environment variables of the systems that this server replaces, with what sets the same here. A deployment that was
 * written for one of them would otherwise start with defaults without a word.
 */
const replacements: Readonly<Record<string, string>> = {
  STORAGE_BACKEND: 'STORAGE_URL',
  STORAGE_PATH: 'AW_DATA, or STORAGE_URL for a bucket',
  S3_BUCKET: 'STORAGE_URL',
  S3_REGION: 'STORAGE_URL',
  OPENAI_API_KEY: 'a secret of the workspace (PUT /api/v1/secrets)',
  CLAUDE_API_KEY: 'a secret of the workspace (PUT /api/v1/secrets)',
  DEFAULT_LLM: 'default_llm in PUT /api/v1/config',
  DEFAULT_AI_MODEL: 'default_llm in PUT /api/v1/config',
  DEBUG: 'AW_LOG=debug',
  LOG_LEVEL: 'AW_LOG',
  SECRET_KEY: 'AW_KEY',
  JWT_SECRET_KEY: 'AW_KEY',
  JWT_ALGORITHM: 'nothing: tokens are signed with EdDSA',
  EMAIL_PROVIDER: 'SMTP_URL',
  SENDGRID_API_KEY: 'SMTP_URL',
  DATABASE_POOL_SIZE: 'nothing: each process has up to 10 connections',
  RATE_LIMIT_PER_MINUTE: 'AW_RATE_LIMIT, which counts per hour',
  WORKERS: 'ROLE and AW_RUNS',
  REDIS_URL: 'nothing: PostgreSQL is the queue',
}

/** Returns the variables that the server does not read, each with what to set instead. */
export const findForeignNames = (environment: NodeJS.ProcessEnv): { name: string; replacement: string }[] =>
  Object.entries(replacements).flatMap(([name, replacement]) =>
    (environment[name] ?? '') === '' ? [] : [{ name, replacement }],
  )
