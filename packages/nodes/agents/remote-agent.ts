import { defineNode, NodeError, type NodeResult, type RemoteAgents, type RunArguments } from '@aw-flow/engine'
import { message } from '@aw-flow/messages'
import { error, defined, parseJson, unwrap, type Json, type Problem, type Value } from '@aw-flow/schema'
import { z } from 'zod'
import { createBody, performRequest, type ServiceResponse } from '../requests/perform-request.ts'

const settings = z.strictObject({
  agent: z
    .string()
    .default('')
    .meta({
      title: 'Agent',
      description: 'Name or ID of an agent that is registered on the server.',
      examples: ['scorer'],
    }),
  input: z
    .record(z.string(), z.unknown())
    .default({})
    .meta({ title: 'Input', description: 'Values by name.', format: 'arguments' }),
})

type Settings = z.output<typeof settings>

/** Status codes that indicate an overloaded or unavailable agent. Such requests are retried. */
const retryableStatuses = new Set([408, 425, 429, 500, 502, 503, 504])
/** Maximum size of an agent's response, in bytes. */
const maxResponseBytes = 8 * 1024 * 1024
/** Maximum number of rows in an input table. */
const maxRows = 10_000

/** Calls an agent that runs outside this host. @internal */
export const remoteAgentNode = defineNode({
  type: 'remote_agent',
  version: 1,
  family: 'agents',
  title: 'Remote agent',
  description: 'Sends its input to an agent that is registered on the server, and returns the result.',
  icon: 'globe',
  reads: ['untrusted'],
  effects: 'external',
  targets: ['agent'],
  control: 'wait-for-event',
  inputs: [{ name: 'value', type: 'any', label: 'Value' }],
  outputs: [{ name: 'result', type: 'json', label: 'Result' }],
  settings,

  describe: ({ settings: { agent } }) => ({
    outputs: { result: { type: 'json' } },
    summary: message('remote-agent.summary', { agent: agent.trim() || '…' }),
    problems: findProblems(agent),
  }),

  async run(args) {
    const { settings: config, node, label, services, effect } = args
    const [problem] = findProblems(config.agent)
    if (problem) throw new NodeError('permanent', { ...problem, where: { node, ...problem.where } })
    const { agents } = services
    if (!agents) {
      throw new NodeError('permanent', error('remote-agent.none', { node: label }, { where: { node } }))
    }
    const input = await createInput(args)
    const body = createBody(new TextEncoder().encode(JSON.stringify(input)), 'application/json', input)
    const request = { agent: config.agent, body: body.identity }
    // The idempotency key lets the agent detect duplicate requests, so an interrupted request can be retried.
    const response = await effect(
      'remote-agent',
      request,
      async (context) => {
        const agent = await agents.find(config.agent.trim())
        if (agent.delivery === 'pull') {
          if (!agents.addStep) throw new NodeError('permanent', createCannotWaitProblem(agent.name, node))
          return { pulledBy: agent.id }
        }
        const performDirectly = (async (_kind, _request, perform) => perform(context)) as typeof effect
        try {
          const serviceResponse = await performRequest(
            { ...args, effect: performDirectly },
            {
              method: 'POST',
              url: agent.url,
              headers: { accept: 'application/json' },
              body,
              secrets: agent.secrets,
              timeoutMs: agent.timeoutMs,
              maxBytes: maxResponseBytes,
              retryOn: retryableStatuses,
              failOnStatus: true,
              idempotencyHeader: 'Idempotency-Key',
              bodyType: 'json',
            },
          )
          await agents.report(agent.id, undefined)
          return serviceResponse as unknown as Json
        } catch (cause) {
          // A rejected request does not mean that the agent is unhealthy.
          const isUnhealthy = cause instanceof NodeError && cause.kind === 'transient' && !context.signal.aborted
          if (isUnhealthy) await agents.report(agent.id, cause.problem)
          throw cause
        }
      },
      { unknownOutcome: 'retry' },
    )
    if (isPullOutcome(response)) return awaitStep(agents, { agent: response.pulledBy, input }, args)
    const { json = null } = response as unknown as ServiceResponse
    return { outputs: { result: { kind: 'json', json } } }
  },
})

/** Returns whether the recorded outcome of a call refers to a pull agent, rather than being a response. */
const isPullOutcome = (outcome: unknown): outcome is { pulledBy: string } =>
  typeof outcome === 'object' && outcome !== null && 'pulledBy' in outcome

/** Returns the outcome of a pull agent's step or, if the step is not finished, waits for it. */
async function awaitStep(
  agents: RemoteAgents,
  { agent: agentId, input }: { agent: string; input: Json },
  { node, scope, attempt, continuation, settings: config }: RunArguments<Settings>,
): Promise<NodeResult> {
  // The step is not recorded as an effect, because a repeated run needs a step of its own. When this run resumes, the
  // key returns the same step.
  const key = JSON.stringify([...scope, node, attempt])
  const step = await agents.addStep?.({ agent: agentId, key, node, input })
  if (!step) throw new NodeError('permanent', createCannotWaitProblem(config.agent, node))
  const wait: NodeResult = { outputs: {}, wait: { kind: 'event', name: step.event, deadline: step.deadline } }
  if (continuation?.kind !== 'resumed') return wait
  const { by: resumeEvent } = continuation
  const isExpired = resumeEvent.type === 'wait-ended' && resumeEvent.reason === 'deadline'
  // The event carries no data. The result is read from the stored step.
  const outcome = await agents.readStep?.(step.id, { withdraw: isExpired })
  if (!outcome) return wait
  if (!outcome.ok) throw new NodeError('permanent', { ...outcome.problem, where: { node } })
  return { outputs: { result: { kind: 'json', json: outcome.value } } }
}

const createCannotWaitProblem = (agent: string, node: string): Problem =>
  error('remote-agent.cannot-wait', { agent }, { where: { node } })

const findProblems = (agent: string): Problem[] =>
  agent.trim() === '' ? [error('remote-agent.no-agent', {}, { where: { setting: 'agent' } })] : []

async function createInput(args: RunArguments<Settings>): Promise<{ [key: string]: Json }> {
  const { settings: config, inputs } = args
  const value = inputs.value && (await toJson(inputs.value, args))
  return defined({ input: config.input as Json, value })
}

/** Converts an input to JSON. A table becomes its rows; a file becomes the ID and name of its dataset. */
async function toJson(value: Value, { tables, node, signal }: RunArguments<Settings>): Promise<Json> {
  switch (value.kind) {
    case 'json':
      return (value.json ?? null) as Json
    case 'text':
      return value.text
    case 'table': {
      if (value.table.rows > maxRows) {
        const params = { rows: value.table.rows, max: maxRows }
        throw new NodeError('permanent', error('remote-agent.too-many-rows', params, { where: { node } }))
      }
      const decoder = new TextDecoder()
      let text = ''
      for await (const chunk of tables.write(value.table, 'json', { signal }))
        text += decoder.decode(chunk, { stream: true })
      return unwrap(parseJson(text))
    }
    case 'file':
      return { dataset: value.dataset, name: value.name }
  }
}
