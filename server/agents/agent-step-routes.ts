import { error, type Json, type Problem } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import { setTimeout as sleep } from 'node:timers/promises'
import { limitBody } from '../api/limit-body.ts'
import type { RouteGroup } from '../api/routes.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import type { Backend } from '../backend.ts'
import { createDocumentSchema } from '../http/openapi-components.ts'
import { createRateLimiter, createRateRejection, requireRate } from '../security/rate-limit.ts'
import type { ClaimedStep, StepRejection } from './agent-steps.ts'
import { createIdParamsSchema } from '../wire/id.ts'
import { jsonBody } from '../http/json-body.ts'
import { Rejection } from '../http/rejection.ts'
import { recordToWire } from '../wire/record-to-wire.ts'
import { secretField } from '../http/secret-field.ts'

const path = '/api/v1/agent-steps'

/** Maximum size of a result, in bytes. Equals the limit for responses of agents that the server calls. */
const maxResultBytes = 8 * 1024 * 1024
/** Maximum time that a claim can wait for a step, in seconds. */
const maxWaitSeconds = 60
/** Interval at which a waiting claim checks for steps, in ms. Notifications trigger additional checks. */
const pollIntervalMs = 1_000
/** Maximum number of waiting claims per agent in this process. */
const maxWaitingClaims = 100
/** Maximum number of requests with an invalid token, per client and minute. */
const maxInvalidTokensPerMinute = 120
const minuteMs = 60_000

const claimedStepSchema = z
  .object({
    id: z.string(),
    token: secretField('Token for this step only. It is valid until the lease is lost.'),
    run_id: z.string(),
    node: z.string(),
    idempotency_key: z.string().openapi({ description: 'The same value for every claim of the step.' }),
    attempt: z.number().int(),
    max_attempts: z.number().int(),
    input: createDocumentSchema<Json>('Json').openapi({
      description: '`{"input": …, "value": …}`: the input of the node and the value of its port.',
    }),
    lease_seconds: z.number().int().openapi({ description: 'Send a heartbeat about three times in this period.' }),
    lease_until: z.string(),
    deadline: z.string().openapi({ description: 'Time at which the run stops waiting.' }),
  })
  .openapi('AgentStep')

/** Returns whether all numbers in a JSON value are finite. Other numbers, such as `1e400`, cannot be stored. */
function isFiniteJson(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value)
  return typeof value !== 'object' || value === null || Object.values(value).every(isFiniteJson)
}

const resultSchema = z
  .strictObject({
    output: z
      .custom<Json>(isFiniteJson, 'Use finite numbers')
      .optional()
      .openapi({ description: 'The output of the node; can be null.' }),
    error: z
      .strictObject({
        message: z.string().min(1).max(2_000),
        retry: z
          .boolean()
          .default(false)
          .openapi({ description: 'Returns the step to the queue if attempts are left.' }),
      })
      .optional()
      .openapi({ type: 'object', description: 'Why the step failed. Send it instead of output.' }),
    run_id: z.string().max(200).optional().openapi({ description: 'Must match the run of the step.' }),
    node: z.string().max(1_000).optional().openapi({ description: 'Must match the node of the step.' }),
  })
  .refine(({ output, error: failure }) => output === undefined || failure === undefined, {
    message: 'Send either output or error',
    path: ['error'],
  })
  .refine(({ output, error: failure }) => output !== undefined || failure !== undefined, {
    message: 'Send output, which may be null, or error',
    path: ['output'],
  })
  .openapi({ type: 'object', example: { output: { score: 7 } } })

const params = createIdParamsSchema('0c3a3b62-5f5e-4d0e-9f2a-1f6f9c1f7a55')

const stepRejections = {
  'lease-lost': { status: 410, code: 'agent-step.lease-lost' },
  withdrawn: { status: 410, code: 'agent-step.canceled' },
  finished: { status: 409, code: 'agent-step.finished' },
} as const

/**
 * Adds the routes under `/api/v1/agent-steps`, through which agents behind a firewall claim the steps of their Remote
 * agent nodes. Agents authenticate with their own token to claim steps; each claimed step has a separate token.
 */
export function addAgentStepRoutes(dependencies: RouteDependencies): void {
  const { app, createRoutes, backend } = dependencies
  const routes = createRoutes({ path, tags: ['agent steps'] })
  const rejections = createTokenRejections()

  /** Rejects requests without a valid step token before their bodies are read. */
  const requireStepToken: MiddlewareHandler<AppEnvironment> = async (context, next) => {
    const token = readToken(context)
    if (token === undefined) throw rejections.rejectToken(context)
    const { agentSteps } = (await backend()).store
    const isHolder = await agentSteps.isClaimToken(context.req.param('id') ?? '', token)
    if (!isHolder) throw rejections.rejectStep(context, 'unknown')
    return next()
  }
  app.use(`${path}/:id/heartbeat`, requireStepToken)
  app.use(`${path}/:id/result`, requireStepToken, limitBody(maxResultBytes))
  addClaimRoute(routes, dependencies, rejections)
  addStepRoutes(routes, dependencies, rejections)
}

type TokenRejections = ReturnType<typeof createTokenRejections>

/** Rejects requests with invalid tokens, a limited number of times for each client. */
function createTokenRejections() {
  const limiter = createRateLimiter(maxInvalidTokensPerMinute, Date.now, minuteMs)
  const reject = (context: Context<AppEnvironment>, status: 401 | 404, problem: Problem): Rejection => {
    requireRate(limiter, context.get('clientAddress'))
    if (status === 401) context.header('WWW-Authenticate', 'Bearer')
    return new Rejection(status, problem)
  }
  return {
    rejectToken: (context: Context<AppEnvironment>): Rejection => reject(context, 401, error('agent.token', {})),
    /** Does not reveal whether an unknown step exists. */
    rejectStep(context: Context<AppEnvironment>, reason: StepRejection): Rejection {
      if (reason === 'unknown') return reject(context, 404, error('agent-step.not-found', {}))
      const { status, code } = stepRejections[reason]
      return new Rejection(status, error(code, {}))
    },
  }
}

function addClaimRoute(
  routes: RouteGroup,
  { backend, isStopping }: RouteDependencies,
  { rejectToken }: TokenRejections,
): void {
  const waitingClaimCounts = new Map<string, number>()
  routes.post('/claim', {
    summary: 'Claim the next step of a pull agent, or wait for a step, with the agent token',
    query: z.object({
      wait: z.coerce.number().min(0).max(maxWaitSeconds).default(25).openapi({
        description: 'Seconds to wait for a step.',
      }),
    }),
    responses: {
      200: ['The step. Extend its lease with heartbeats.', claimedStepSchema],
      204: 'No step is available. Claim again.',
      401: 'The agent token is missing or invalid.',
      409: 'The agent is inactive.',
      429: 'Too many waiting claims, or requests with invalid tokens.',
    },
    handle: async ({ context, query }) => {
      const token = readToken(context)
      const { store } = await backend()
      const agent = token === undefined ? undefined : await store.agentSteps.identify(token)
      if (token === undefined || !agent) throw rejectToken(context)
      if (agent.status === 'inactive') throw new Rejection(409, error('remote-agent.inactive', { agent: agent.name }))
      const waitingCount = waitingClaimCounts.get(agent.id) ?? 0
      if (waitingCount >= maxWaitingClaims) throw createRateRejection(1)
      waitingClaimCounts.set(agent.id, waitingCount + 1)
      try {
        const step = await waitForStep(
          store.agentSteps,
          { id: agent.id, token },
          {
            deadlineMs: performance.now() + query.wait * 1_000,
            isStopped: () => isStopping() || context.req.raw.signal.aborted,
          },
        )
        return step && stepToWire(step)
      } finally {
        const remainingCount = (waitingClaimCounts.get(agent.id) ?? 1) - 1
        if (remainingCount > 0) waitingClaimCounts.set(agent.id, remainingCount)
        else waitingClaimCounts.delete(agent.id)
      }
    },
  })
}

/** Adds the routes for a claimed step. */
function addStepRoutes(routes: RouteGroup, { backend }: RouteDependencies, { rejectStep }: TokenRejections): void {
  routes.post('/{id}/heartbeat', {
    summary: 'Extend the lease of a claimed step, with the step token',
    params,
    responses: {
      200: ['The extended lease.', z.object({ lease_until: z.string(), deadline: z.string() })],
      401: 'The step token is missing.',
      404: 'The step does not exist, or the token belongs to another step.',
      409: 'The step already has a result.',
      410: 'The lease is lost, or the run has stopped waiting for the step. Stop working on the step.',
      429: 'Too many requests with invalid tokens.',
    },
    handle: async ({ context, params }) => {
      const { store } = await backend()
      const lease = await store.agentSteps.renew(params.id, readToken(context) ?? '')
      if (typeof lease === 'string') throw rejectStep(context, lease)
      return { lease_until: lease.leaseUntil, deadline: lease.deadline }
    },
  })

  routes.post('/{id}/result', {
    summary: 'Send the result of a claimed step, with the step token',
    params,
    body: jsonBody('AgentStepResult', resultSchema, { example: '{"output": {}}' }),
    responses: {
      200: [
        'Stored. The same result can be sent again.',
        z.object({
          id: z.string(),
          run_id: z.string(),
          state: z
            .enum(['completed', 'failed', 'queued'])
            .openapi({ description: 'queued: the step will be retried.' }),
          repeated: z.boolean(),
        }),
      ],
      401: 'The step token is missing.',
      404: 'The step does not exist, or the token belongs to another step.',
      409: 'The step already has another result.',
      410: 'The lease is lost, or the run has stopped waiting for the step. Stop working on the step.',
      413: `The result is larger than ${maxResultBytes / 2 ** 20} MiB.`,
      422: 'Invalid result, or its run or node does not match the step.',
      429: 'Too many requests with invalid tokens.',
    },
    handle: async ({ context, params: { id }, body }) => {
      const { output = null, error: failure, run_id: runId, node } = body
      const { store, notifications } = await backend()
      const storedResult = await store.agentSteps.finish(id, readToken(context) ?? '', failure ?? { output }, {
        run: runId,
        node,
      })
      if (storedResult === 'mismatch') throw new Rejection(422, error('agent-step.mismatch', {}))
      if (typeof storedResult === 'string') throw rejectStep(context, storedResult)
      if (storedResult.state !== 'queued') notifications.notifyCommand(storedResult.run)
      return { id, run_id: storedResult.run, state: storedResult.state, repeated: storedResult.isRepeated }
    },
  })
}

const readToken = (context: Context<AppEnvironment>): string | undefined =>
  /^Bearer +([\w-]{20,200})$/i.exec(context.req.header('authorization') ?? '')?.[1]

/** Claims one of an agent's steps as soon as one is available. */
async function waitForStep(
  steps: Backend['store']['agentSteps'],
  { id: claimingAgentId, token }: { id: string; token: string },
  { deadlineMs, isStopped }: { deadlineMs: number; isStopped(): boolean },
): Promise<ClaimedStep | undefined> {
  let wake: () => void = () => undefined
  const unlisten = steps.listen((agentId) =>
    agentId === undefined || agentId === claimingAgentId ? wake() : undefined,
  )
  try {
    for (;;) {
      const notification = new Promise<void>((resolve) => (wake = resolve))
      // Do not claim a step for a client that has disconnected, because it would not receive the step.
      if (isStopped()) return undefined
      const step = await steps.claim(claimingAgentId, token)
      const remainingMs = deadlineMs - performance.now()
      if (step || remainingMs <= 0) return step
      await Promise.race([notification, sleep(Math.min(remainingMs, pollIntervalMs))])
    }
  } finally {
    unlisten()
  }
}

const stepToWire = (step: ClaimedStep): z.infer<typeof claimedStepSchema> =>
  recordToWire(claimedStepSchema, step, {
    idempotency_key: step.key,
  })
