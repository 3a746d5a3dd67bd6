import { message } from '@aw-flow/messages'
import { englishFormatter, formatProblem } from '@aw-flow/messages/catalogs'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { error } from '@aw-flow/schema'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AppDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import type { Backend } from '../backend.ts'
import { errorAnswers, refuse } from '../error-answer.ts'
import { jsonAnswer } from '../json-answer.ts'
import { runStatistics } from '../store/run-statistics.ts'
import { unavailableProblem } from '../unavailable.ts'

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
  summary: 'Whether it takes requests: the database answers, and it is not about to stop',
  responses: { 200: ok, ...errorAnswers({ 503: 'Not yet, or no longer.' }) },
})

const api = createRoute({
  method: 'get',
  path: '/api/v1/health',
  tags: ['system'],
  summary: 'Whether the API answers, database included',
  responses: { 200: ok, ...errorAnswers({ 503: 'Not yet, or no longer.' }) },
})

const partSchema = z.object({
  status: z.enum(['ok', 'failed']),
  ms: z.number(),
  message: z.string().optional().openapi({ description: 'Why it failed.' }),
})

const detailedSchema = z
  .object({
    status: z.enum(['ok', 'degraded', 'starting', 'stopping']),
    version: z.string(),
    uptime_seconds: z.number(),
    checks: z.object({ database: partSchema.nullable(), storage: partSchema.nullable() }),
    runs: z.record(z.string(), z.number().int()).openapi({ description: 'How many are in which state.' }),
  })
  .openapi('DetailedHealth', {
    example: {
      status: 'ok',
      version: '0.1.0',
      uptime_seconds: 81.2,
      checks: { database: { status: 'ok', ms: 1.4 }, storage: { status: 'ok', ms: 0.3 } },
      runs: { completed: 12, running: 1 },
    },
  })

const detailed = createRoute({
  method: 'get',
  path: '/api/v1/health/detailed',
  tags: ['system'],
  summary: 'How each part is',
  responses: { 200: jsonAnswer('All is well, or it says what is not.', detailedSchema) },
})

/** Healths: of the process, of its readiness, and of each part. None waits for a store that is still opening. */
export function addHealthRoutes(app: OpenAPIHono<AppEnvironment>, { backend, isStopping }: AppDependencies): void {
  const begun = performance.now()
  const opened = async (): Promise<Backend | undefined> => {
    try {
      return await Promise.race([backend(), sleep(50, undefined)])
    } catch {
      return undefined
    }
  }
  const isReady = async (): Promise<boolean> => {
    const found = isStopping() ? undefined : await opened()
    return found !== undefined && (await check(() => found.store.ping())).status === 'ok'
  }
  const notReady = error('server.not-ready', {})
  app.openapi(live, (context) => context.json({ status: 'ok' as const }, 200))
  for (const route of [ready, api])
    app.openapi(route, async (context) =>
      (await isReady()) ? context.json({ status: 'ok' as const }, 200) : refuse(context, 503, notReady),
    )
  app.openapi(detailed, async (context) => {
    const found = await opened()
    const [database, storage] = found
      ? await Promise.all([check(() => found.store.ping()), check(() => found.store.blobs.size('health'))])
      : [null, null]
    const isWell = database?.status === 'ok' && storage?.status === 'ok'
    const status = isStopping() ? 'stopping' : !found ? 'starting' : isWell ? 'ok' : 'degraded'
    const runs = found && database?.status === 'ok' ? (await runStatistics(found.store.opened.database)).byStatus : {}
    const uptime = Math.round((performance.now() - begun) / 100) / 10
    return context.json(
      { status, version: '0.1.0', uptime_seconds: uptime, checks: { database, storage }, runs } as const,
      200,
    )
  })
}

/** How a part answers, and how long it takes; one that takes longer than two seconds has failed. */
async function check(ask: () => Promise<unknown>): Promise<z.infer<typeof partSchema>> {
  const begin = performance.now()
  const elapsed = (): number => Math.round((performance.now() - begin) * 10) / 10
  try {
    const isLate = await Promise.race([ask().then(() => false), sleep(2_000, true, { ref: false })])
    return isLate
      ? { status: 'failed', ms: elapsed(), message: englishFormatter.format(message('health.timeout', {})) }
      : { status: 'ok', ms: elapsed() }
  } catch (cause) {
    // What else went wrong may name addresses and users: it is for the log.
    const problem = unavailableProblem(cause)
    return {
      status: 'failed',
      ms: elapsed(),
      message: problem ? formatProblem(problem) : englishFormatter.format(message('health.failed', {})),
    }
  }
}
