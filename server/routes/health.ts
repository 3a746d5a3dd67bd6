import { message } from '@aw-flow/messages'
import { englishFormatter, formatProblem } from '@aw-flow/messages/catalogs'
import { z } from '@hono/zod-openapi'
import { error, type Problem } from '@aw-flow/schema'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { Backend } from '../backend.ts'
import { createDatabaseProbe } from '../operation/database-probe.ts'
import { readRunStatistics } from '../store/runs/run-statistics.ts'
import { toDataProblem, toUnavailableProblem } from '../http/unavailable.ts'
import { productVersion } from '../product-version.ts'
import { Rejection } from '../http/rejection.ts'

const healthSchema = z
  .object({ status: z.literal('healthy'), timestamp: z.string() })
  .openapi('Health', { example: { status: 'healthy', timestamp: '2026-11-20T10:00:00.000Z' } })
const createHealth = () => ({ status: 'healthy' as const, timestamp: new Date().toISOString() })
const okResponse = ['The server responds.', healthSchema] as const

const checkSchema = z
  .string()
  .nullable()
  .openapi({ description: '`healthy`, or `unhealthy: ` and the reason.', example: 'healthy' })
const durationSchema = z.number().nullable()

const detailedHealthSchema = z
  .object({
    status: z.enum(['healthy', 'unhealthy', 'starting', 'stopping']),
    timestamp: z.string(),
    version: z.string(),
    uptime_seconds: z.number(),
    checks: z.object({ database: checkSchema, storage: checkSchema }),
    durations_ms: z.object({ database: durationSchema, storage: durationSchema }),
    runs: z.record(z.string(), z.number().int()).openapi({ description: 'Number of runs in the workspace by state.' }),
  })
  .openapi('DetailedHealth', {
    example: {
      status: 'healthy',
      timestamp: '2026-11-20T10:00:00.000Z',
      version: productVersion,
      uptime_seconds: 81.2,
      checks: { database: 'healthy', storage: 'healthy' },
      durations_ms: { database: 1.4, storage: 0.3 },
      runs: { completed: 12, running: 1 },
    },
  })

/**
 * Adds the routes for liveness, readiness and component health. They respond even while the store is still being
 * opened.
 */
export function addHealthRoutes({ createRoutes, backend, isStopping }: RouteDependencies): void {
  const routes = createRoutes({ tags: ['system'] })
  const startedAt = performance.now()
  const probe = createDatabaseProbe(() => performance.now())
  const waitForBackend = (): Promise<Backend | undefined> => Promise.race([backend(), sleep(50, undefined)])
  const findUnreadiness = async (): Promise<Problem | undefined> => {
    if (isStopping()) return error('server.not-ready', {})
    try {
      const services = await waitForBackend()
      const isReady = services !== undefined && (await probe.isResponding(() => services.store.ping()))
      return isReady ? undefined : error('server.not-ready', {})
    } catch (cause) {
      // Names a full disk or a damaged database.
      return toUnavailableProblem(cause) ?? toDataProblem(cause) ?? error('server.not-ready', {})
    }
  }
  routes.get('/health', {
    summary: 'Check whether the process responds (liveness)',
    responses: { 200: okResponse },
    handle: async () => createHealth(),
  })
  for (const [path, summary] of [
    [
      '/health/ready',
      'Check whether the server accepts requests: the database responds, and the server is not stopping (readiness)',
    ],
    ['/api/v1/health', 'Check whether the API responds, including the database'],
  ] as const)
    routes.get(path, {
      summary,
      responses: { 200: okResponse, 503: 'Not ready.' },
      handle: async () => {
        const problem = await findUnreadiness()
        if (problem) throw new Rejection(503, problem)
        return createHealth()
      },
    })
  routes.get('/api/v1/health/detailed', {
    permission: 'view',
    summary: 'Get the health of each component',
    responses: { 200: ['Health of each component.', detailedHealthSchema] },
    handle: async ({ caller: { workspace } }) => {
      const services = await waitForBackend().catch(() => undefined)
      const [database, storage] = services
        ? await Promise.all([
            checkComponent(() => services.store.ping()),
            checkComponent(() => services.store.blobs.findSize('health')),
          ])
        : [null, null]
      const isHealthy = database?.check === healthy && storage?.check === healthy
      const status = isStopping() ? 'stopping' : !services ? 'starting' : isHealthy ? healthy : 'unhealthy'
      const runs =
        services && database?.check === healthy
          ? (await readRunStatistics(services.store.openedDatabase.database, workspace)).byStatus
          : {}
      const uptime = Math.round((performance.now() - startedAt) / 100) / 10
      const { timestamp } = createHealth()
      return {
        status,
        timestamp,
        version: productVersion,
        uptime_seconds: uptime,
        checks: { database: database?.check ?? null, storage: storage?.check ?? null },
        durations_ms: { database: database?.ms ?? null, storage: storage?.ms ?? null },
        runs,
      } as const
    },
  })
}

const healthy = 'healthy'
const toFailure = (reason: string): string => `unhealthy: ${reason}`

/** Checks a component and measures its response time. A component that takes longer than two seconds has failed. */
async function checkComponent(request: () => Promise<unknown>): Promise<{ check: string; ms: number }> {
  const start = performance.now()
  const measureMs = (): number => Math.round((performance.now() - start) * 10) / 10
  try {
    const hasTimedOut = await Promise.race([request().then(() => false), sleep(2_000, true, { ref: false })])
    return hasTimedOut
      ? { check: toFailure(englishFormatter.format(message('health.timeout', {}))), ms: measureMs() }
      : { check: healthy, ms: measureMs() }
  } catch (cause) {
    // The details of other errors are not included, because they may contain addresses and user names.
    const problem = toUnavailableProblem(cause) ?? toDataProblem(cause)
    const reason = problem ? formatProblem(problem) : englishFormatter.format(message('health.failed', {}))
    return { check: toFailure(reason), ms: measureMs() }
  }
}
