import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { error } from '@aw-flow/schema'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AppDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { errorAnswers, refuse } from '../error-answer.ts'

const healthSchema = z.object({ status: z.literal('ok') }).openapi('Health', { example: { status: 'ok' } })
const ok = { description: 'It answers.', content: { 'application/json': { schema: healthSchema } } }

const live = createRoute({
  method: 'get',
  path: '/health',
  tags: ['system'],
  summary: 'Whether the process answers',
  responses: { 200: ok },
})

const ready = createRoute({
  method: 'get',
  path: '/health/ready',
  tags: ['system'],
  summary: 'Whether the database answers',
  responses: { 200: ok, ...errorAnswers({ 503: 'Not yet, or no longer.' }) },
})

const api = createRoute({
  method: 'get',
  path: '/api/v1/health',
  tags: ['system'],
  summary: 'Whether the API answers, database included',
  responses: { 200: ok, ...errorAnswers({ 503: 'Not yet, or no longer.' }) },
})

/** `GET /health`, `GET /health/ready`, `GET /api/v1/health`. Never waits for a store that is still opening. */
export function addHealthRoutes(app: OpenAPIHono<AppEnvironment>, { backend }: AppDependencies): void {
  const isReady = async (): Promise<boolean> => {
    try {
      const opened = await Promise.race([backend(), sleep(50, undefined)])
      await opened?.store.ping()
      return opened !== undefined
    } catch {
      return false
    }
  }
  const notReady = error('server.not-ready', 'The database is still opening.', { hint: 'Ask again in a second.' })
  app.openapi(live, (context) => context.json({ status: 'ok' as const }, 200))
  app.openapi(ready, async (context) =>
    (await isReady()) ? context.json({ status: 'ok' as const }, 200) : refuse(context, 503, notReady),
  )
  app.openapi(api, async (context) =>
    (await isReady()) ? context.json({ status: 'ok' as const }, 200) : refuse(context, 503, notReady),
  )
}
