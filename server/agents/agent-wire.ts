import { isBrokerHeader, secretNamePattern } from '@aw-flow/engine'
import { defined } from '@aw-flow/schema'
import { retryPolicySchema } from '@aw-flow/schema/internal'
import { z } from '@hono/zod-openapi'
import { createNullableObjectSchema } from '../http/openapi-components.ts'
import type { ListedStep } from './agent-steps.ts'
import type { AgentDefinition, StoredAgent } from './agents.ts'
import type { StoredModelAgent } from './model-agents.ts'
import { modelAgentSchema, modelAgentToWire } from './model-agent-wire.ts'
import { recordToWire } from '../wire/record-to-wire.ts'
import { renderProblem } from '../wire/render-response.ts'
import { secretField } from '../http/secret-field.ts'

const urlSchema = z
  .string()
  .max(2000)
  .refine((text) => /^https?:\/\//.test(text) && URL.canParse(text), 'Start with https:// or http://')
  .refine((text) => !URL.canParse(text) || new URL(text).username === '', 'Store credentials as a secret')

/** Creates the error of fields that are not known: what is allowed instead. */
const refuseUnknown =
  (advice: string) =>
  ({ code, keys = [] }: { code?: string | undefined; keys?: string[] }): string | undefined =>
    code === 'unrecognized_keys'
      ? `${keys.map((key) => `"${key}"`).join(', ')} is not stored here. ${advice}`
      : undefined

const retrySchema = z.strictObject(
  {
    max_retries: z.number().int().min(0).max(20).optional(),
    delays_ms: z.array(z.number().int().min(0).max(86_400_000)).min(1).max(20).optional(),
  },
  { error: refuseUnknown('Set max_retries, and delays_ms with the time before each retry') },
)

/** Request body for registering a remote agent. */
export const agentBodySchema = z
  .strictObject({
    name: z
      .string()
      .regex(
        /^[A-Za-z0-9][\w.-]{0,99}$/,
        'Use 1 to 100 letters, digits, "_", "-" and ".", starting with a letter or digit',
      )
      .refine(
        (name) => !['loading', 'preparing', 'validation', 'validate'].includes(name),
        'This name is reserved for a built-in agent',
      ),
    delivery: z.enum(['push', 'pull']).default('push').openapi({
      description: 'push: the server calls the agent. pull: the agent claims its steps, so it needs no URL.',
    }),
    url: urlSchema.optional().openapi({ description: 'push: URL that receives a POST for each step.' }),
    description: z.string().max(2000).default(''),
    status: z.enum(['active', 'inactive']).default('active'),
    auth_type: z.enum(['none', 'bearer', 'basic', 'api_key']).default('none'),
    auth_config: z
      .strictObject(
        {
          secret: z.string().regex(secretNamePattern, 'Use the name of a secret').optional(),
          header: z
            .string()
            .regex(/^[A-Za-z0-9-]{1,100}$/, 'Use a header name')
            .refine((name) => !isBrokerHeader(name), 'This header routes the request, so only the server sets it')
            .optional(),
        },
        {
          error: refuseUnknown(
            'Store the credential with PUT /api/v1/secrets/NAME, and set auth_config.secret to its name',
          ),
        },
      )
      .default({})
      .openapi({
        description:
          'secret: name of the secret, which must be bound to the host of the agent; header: name of the header for an API key.',
      }),
    timeout_ms: z
      .number()
      .int()
      .min(100)
      .max(600_000)
      .default(30_000)
      .openapi({ description: 'Maximum time without receiving data.' }),
    retry_config: retrySchema
      .nullable()
      .default(null)
      .openapi({ type: ['object', 'null'], description: 'Retry policy for nodes that do not define their own.' }),
    health_url: urlSchema
      .nullable()
      .default(null)
      .openapi({
        type: ['string', 'null'],
        description: 'URL of the health check. Default: `health` appended to `url`.',
      }),
    lease_seconds: z.number().int().min(5).max(3_600).default(60).openapi({
      description: 'pull: time without a heartbeat after which a step returns to the queue.',
    }),
    result_timeout_seconds: z.number().int().min(1).max(604_800).default(3_600).openapi({
      description: 'pull: maximum time from the start of a step to its result, including the time in the queue.',
    }),
  })
  .refine(({ delivery, url }) => delivery === 'pull' || url !== undefined, {
    message: 'Enter the URL of the agent, or set delivery to "pull"',
    path: ['url'],
  })
  .refine(({ delivery, url }) => delivery === 'push' || url === undefined, {
    message: 'Remove the URL: a pull agent is not called',
    path: ['url'],
  })
  .refine(
    ({ delivery, auth_type: type, health_url: healthUrl }) =>
      delivery === 'push' || (type === 'none' && healthUrl === null),
    { message: 'Remove auth_type and health_url: a pull agent is not called', path: ['auth_type'] },
  )
  .refine(({ auth_type: type, auth_config: { secret } }) => type === 'none' || secret !== undefined, {
    message: 'Set auth_config.secret to the name of a secret, which you can store with PUT /api/v1/secrets/NAME',
    path: ['auth_config', 'secret'],
  })
  .openapi({
    type: 'object',
    example: {
      name: 'scorer',
      url: 'https://agents.example.com/score',
      auth_type: 'bearer',
      auth_config: { secret: 'scorer' },
    },
  })

export const toDefinition = (body: z.infer<typeof agentBodySchema>): AgentDefinition => ({
  name: body.name,
  delivery: body.delivery,
  url: body.url ?? '',
  description: body.description,
  status: body.status,
  auth: body.auth_type,
  secret: body.auth_config.secret ?? null,
  header: body.auth_config.header ?? 'X-API-Key',
  timeoutMs: body.timeout_ms,
  retry:
    body.retry_config &&
    retryPolicySchema.parse(defined({ count: body.retry_config.max_retries, delaysMs: body.retry_config.delays_ms })),
  healthUrl: body.health_url,
  leaseSeconds: body.lease_seconds,
  resultTimeoutSeconds: body.result_timeout_seconds,
})

const builtInAgentSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  kind: z.literal('built-in'),
  type: z.literal('action'),
  status: z.enum(['active', 'unavailable']),
  node_type: z.string().openapi({ description: 'See GET /api/v1/nodes for its settings.' }),
})
export type BuiltInAgent = z.infer<typeof builtInAgentSchema>

export const remoteAgentSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    kind: z.literal('remote'),
    type: z.literal('integration'),
    status: z.enum(['active', 'inactive']),
    delivery: z.enum(['push', 'pull']),
    url: z.string().nullable(),
    auth_type: z.enum(['none', 'bearer', 'basic', 'api_key']),
    auth_config: z.object({ secret: z.string().optional(), header: z.string().optional() }),
    timeout_ms: z.number().int(),
    retry_config: createNullableObjectSchema<{ max_retries: number; delays_ms: number[] }>(),
    health_url: z.string().nullable(),
    lease_seconds: z.number().int(),
    result_timeout_seconds: z.number().int(),
    seen_at: z.string().nullable().openapi({ description: 'pull: when the agent last requested a step.' }),
    circuit: z.enum(['closed', 'open', 'half-open']).openapi({
      description:
        'open: three consecutive calls failed, and no calls are made until open_until; half-open: a single call is allowed.',
    }),
    open_until: z.string().nullable(),
    failures: z.number().int(),
    last_called_at: z.string().nullable(),
    last_problem: createNullableObjectSchema<Record<string, unknown>>(),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .openapi('RemoteAgent')

/** An agent with its newly created token. The token cannot be retrieved later. */
export const agentWithTokenSchema = remoteAgentSchema.extend({
  token: secretField('pull: the token of the agent. It is shown only once.').optional(),
})

/** A registered agent, either remote or model-based. */
export const registeredAgentSchema = z.union([remoteAgentSchema, modelAgentSchema])

export const agentSchema = z
  .discriminatedUnion('kind', [builtInAgentSchema, remoteAgentSchema, modelAgentSchema])
  .openapi('Agent', {
    example: {
      id: 'loading',
      name: 'Load',
      description: 'Loads any file into a table, without configuration.',
      kind: 'built-in',
      type: 'action',
      status: 'active',
      node_type: 'loading',
    },
  })

export const agentToWire = (agent: StoredAgent): z.infer<typeof remoteAgentSchema> =>
  recordToWire(remoteAgentSchema, agent, {
    kind: 'remote',
    type: 'integration',
    url: agent.url === '' ? null : agent.url,
    auth_type: agent.auth,
    auth_config: {
      ...(agent.secret === null ? {} : { secret: agent.secret }),
      ...(agent.auth === 'api_key' ? { header: agent.header } : {}),
    },
    retry_config: agent.retry && { max_retries: agent.retry.count, delays_ms: [...agent.retry.delaysMs] },
    last_problem: renderProblem(agent.lastProblem),
  })

/** A pull agent's step: queued, claimed or finished. */
export const listedStepSchema = z
  .object({
    id: z.string(),
    run_id: z.string(),
    node: z.string(),
    state: z.enum(['queued', 'claimed', 'completed', 'failed', 'withdrawn']).openapi({
      description: 'withdrawn: the run has stopped waiting for the step.',
    }),
    attempt: z.number().int().openapi({ description: 'Number of claims.' }),
    max_attempts: z.number().int(),
    created_at: z.string(),
    claimed_at: z.string().nullable(),
    lease_until: z.string().nullable(),
    deadline: z.string(),
    finished_at: z.string().nullable(),
  })
  .openapi('ListedAgentStep')

export const listedStepToWire = (step: ListedStep): z.infer<typeof listedStepSchema> =>
  recordToWire(listedStepSchema, step)
export const registeredAgentToWire = (agent: StoredAgent | StoredModelAgent): z.infer<typeof registeredAgentSchema> =>
  'behavior' in agent ? modelAgentToWire(agent) : agentToWire(agent)
