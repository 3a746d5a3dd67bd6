import { defined, type Config, type Json } from '@aw-flow/schema'
import { configSchema } from '@aw-flow/schema/internal'
import { z } from '@hono/zod-openapi'
import type { AgentBehavior, AgentTest, AgentVersion, ModelAgentDefinition, StoredModelAgent } from './model-agents.ts'
import { authorNameSchema, type AuthorNames } from '../wire/author-names.ts'
import { recordToWire } from '../wire/record-to-wire.ts'

const createTextSchema = (max: number) => z.string().max(max)
const createLimitSchema = (description: string) => z.number().min(0).optional().openapi({ description })
const createObjectSchema = (description: string) => configSchema.default({}).openapi({ type: 'object', description })

/** Any JSON value. */
const jsonWireSchema = z.custom<Json>().openapi({ type: ['object', 'array', 'string', 'number', 'boolean', 'null'] })

/** Tools as JSON objects; the Agent node validates their contents. */
const toolListSchema = z
  .array(configSchema.default({}).openapi({ type: 'object' }))
  .max(64)
  .default([])
  .openapi({ description: 'Tools, in the format of the `tools` setting of an Agent node.' })

const testShape = {
  name: z.string().min(1).max(200),
  input: jsonWireSchema,
  expected: jsonWireSchema.optional(),
  compare: z.enum(['equal', 'contains', 'number']).default('equal').openapi({
    description:
      'equal: the answer is `expected`; contains: the answer contains the text of `expected`; number: the answer is within `tolerance` of it.',
  }),
  tolerance: z.number().min(0).default(0),
}

/** A test case: an input and the expected answer. */
export const testCaseSchema = z.strictObject(testShape)

const behaviorShape = {
  system_prompt: createTextSchema(100_000).default(''),
  prompt: createTextSchema(100_000).default('').openapi({ description: 'Task that is sent before the input.' }),
  model: createTextSchema(200)
    .default('')
    .openapi({ description: 'Name of the language model. Default: the default model.' }),
  fallback_models: z.array(createTextSchema(200)).max(10).default([]),
  temperature: z.number().min(0).max(2).default(0.7),
  max_tokens: z.number().int().min(1).max(200_000).default(4096).openapi({ description: 'Tokens per answer.' }),
  tools: toolListSchema,
  memory_config: z
    .strictObject({
      type: z.enum(['none', 'run', 'conversation', 'table']).default('none'),
      max_tokens: z.number().int().min(0).max(1_000_000).optional(),
    })
    .default({ type: 'none' })
    .openapi({
      description: 'Memory of earlier tasks: the newest ones (conversation) or the most relevant ones (table).',
    }),
  sub_agents: z
    .array(createTextSchema(300).min(1))
    .max(20)
    .default([])
    .openapi({ description: 'Names or IDs of model agents that the agent can call as tools.' }),
  answer_schema: configSchema
    .nullable()
    .default(null)
    .openapi({ type: ['object', 'null'], description: 'JSON Schema of the answer. Default: text.' }),
  limits: z
    .strictObject({
      steps: createLimitSchema('Requests to the model.'),
      tool_calls: createLimitSchema('Tool calls.'),
      input_tokens: createLimitSchema('Input tokens of all requests.'),
      output_tokens: createLimitSchema('Output tokens of all answers.'),
      cost: createLimitSchema('Cost in US dollars. 0 means unlimited.'),
      seconds: createLimitSchema('Total time of requests and tool calls.'),
      approval_hours: z.number().min(0).max(8_760).optional().openapi({
        description:
          'Hours within which a tool call must be approved; after that, it is rejected. Default: 0, which means no deadline.',
      }),
    })
    .default({})
    .openapi({ description: 'Limits per run. A run that reaches a limit waits for a decision.' }),
}

/** Request body for registering a model agent. */
export const modelAgentBodySchema = z
  .strictObject({
    name: z
      .string()
      .trim()
      .min(1)
      .max(255)
      .refine((name) => !name.includes('@'), 'Use a name without "@", which precedes a version number')
      .refine(
        (name) => !['loading', 'preparing', 'validation', 'validate'].includes(name),
        'This name is reserved for a built-in agent',
      ),
    kind: z.literal('model').optional(),
    description: z.string().max(2000).default(''),
    status: z.enum(['active', 'inactive']).default('active'),
    type: z.enum(['agent', 'trigger', 'action', 'logic', 'integration']).default('agent'),
    ...behaviorShape,
    workflow_id: z.string().max(200).nullable().default(null),
    node_id: z.string().max(255).nullable().default(null),
    permissions: createObjectSchema('Stored unchanged. The tools and their approval determine what the agent can do.'),
    metadata: createObjectSchema('Stored unchanged.'),
    tests: z
      .array(z.strictObject(testShape))
      .max(100)
      .default([])
      .openapi({ description: 'Inputs with expected answers.' }),
  })
  .openapi({
    type: 'object',
    example: { name: 'Support', type: 'agent', system_prompt: 'You are a support agent.', max_tokens: 4096 },
  })
type ModelAgentBody = z.infer<typeof modelAgentBodySchema>

export const agentBehaviorSchema = z.object({
  ...behaviorShape,
  tools: z.array(z.custom<Config>().openapi({ type: 'object' })),
  answer_schema: z
    .custom<{ [name: string]: Json }>()
    .nullable()
    .openapi({ type: ['object', 'null'] }),
})

export const modelAgentSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    kind: z.literal('model'),
    status: z.enum(['active', 'inactive']),
    type: z.enum(['agent', 'trigger', 'action', 'logic', 'integration']),
    version: z.number().int().openapi({ description: 'Number of the current version.' }),
    ...agentBehaviorSchema.shape,
    workflow_id: z.string().nullable(),
    node_id: z.string().nullable(),
    permissions: z.custom<Config>().openapi({ type: 'object' }),
    metadata: z.custom<Config>().openapi({ type: 'object' }),
    tests: z.array(z.object(testShape)),
    user_id: z.string().openapi({ description: 'The caller who registered the agent.' }),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .openapi('ModelAgent')

export const agentVersionSchema = z
  .object({
    number: z.number().int(),
    created_by: z.string(),
    created_by_name: authorNameSchema,
    created_at: z.string(),
    ...agentBehaviorSchema.shape,
  })
  .openapi('AgentVersion')

/** Converts a request body to a model agent definition. */
export const toModelDefinition = (body: ModelAgentBody): ModelAgentDefinition => ({
  name: body.name,
  description: body.description,
  status: body.status,
  type: body.type,
  behavior: toBehavior(body),
  workflowId: body.workflow_id,
  nodeId: body.node_id,
  permissions: body.permissions,
  metadata: body.metadata,
  tests: body.tests.map((test): AgentTest => ({ ...test, input: test.input ?? null })),
})

const toBehavior = (body: ModelAgentBody): AgentBehavior => ({
  systemPrompt: body.system_prompt,
  prompt: body.prompt,
  model: body.model,
  fallbackModels: body.fallback_models,
  temperature: body.temperature,
  maxTokens: body.max_tokens,
  tools: body.tools,
  memory: defined({ type: body.memory_config.type, maxTokens: body.memory_config.max_tokens }),
  subAgents: body.sub_agents,
  answerSchema: body.answer_schema,
  limits: {
    steps: body.limits.steps,
    toolCalls: body.limits.tool_calls,
    inputTokens: body.limits.input_tokens,
    outputTokens: body.limits.output_tokens,
    cost: body.limits.cost,
    seconds: body.limits.seconds,
    approvalHours: body.limits.approval_hours,
  },
})

/** Converts an agent's behavior to the API's field names. */
export const behaviorToWire = (behavior: AgentBehavior): z.infer<typeof agentBehaviorSchema> =>
  recordToWire(agentBehaviorSchema, behavior, {
    memory_config: defined({ type: behavior.memory.type, max_tokens: behavior.memory.maxTokens }),
    limits: omitUndefined({
      steps: behavior.limits.steps,
      tool_calls: behavior.limits.toolCalls,
      input_tokens: behavior.limits.inputTokens,
      output_tokens: behavior.limits.outputTokens,
      cost: behavior.limits.cost,
      seconds: behavior.limits.seconds,
      approval_hours: behavior.limits.approvalHours,
    }),
  })

const omitUndefined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as T

export const modelAgentToWire = (agent: StoredModelAgent): z.infer<typeof modelAgentSchema> =>
  recordToWire(modelAgentSchema, agent, {
    kind: 'model',
    ...behaviorToWire(agent.behavior),
    user_id: agent.createdBy,
  })

export const agentVersionToWire = (version: AgentVersion, getName: AuthorNames): z.infer<typeof agentVersionSchema> =>
  recordToWire(agentVersionSchema, version, {
    ...behaviorToWire(version.behavior),
    created_by_name: getName(version.createdBy),
  })
