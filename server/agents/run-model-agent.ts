import {
  isFinalRunState,
  defined,
  type Config,
  type Json,
  type Problem,
  type RunEvent,
  type Value,
} from '@aw-flow/schema'
import { hasErrors } from '@aw-flow/schema/internal'
import { foldRun } from '@aw-flow/schema'
import { buildRunRequest, type RunRequestOptions } from '../api/start-run.ts'
import type { BuiltRunRequest } from '../api/build-run-request.ts'
import type { ModelAgentDefinition, StoredModelAgent } from './model-agents.ts'
import type { DocumentChecks } from '../validation/document-checks.ts'
import { resolveAgent, type ModelAgentStore } from './apply-model-agents.ts'
import { agentNodeId, createModelAgentWorkflow } from './create-model-workflow.ts'

/** Returns the ID of the virtual workflow that an agent's runs and memory belong to. */
export const toAgentWorkflowId = (agentId: string): string => `agent-${agentId}`

/** A task for a model agent. */
export interface AgentTask {
  input?: Json | undefined
  /** ID of the dataset to load as the agent's input table. */
  dataset?: string | undefined
  /** Conversation that the task belongs to. The agent can see its earlier tasks. */
  conversation?: string | undefined
}

/** Prompt used if an agent does not define one. */
const defaultPrompt = 'Answer the input value.'

/** Builds the run request for a model agent. If the run cannot start, returns the problems instead. */
export async function buildAgentRequest(
  agent: StoredModelAgent,
  { input, dataset, conversation }: AgentTask,
  options: RunRequestOptions,
): Promise<BuiltRunRequest> {
  const config = await resolveAgent(`${agent.id}@${agent.version}`, options.backend.store)
  if (!config.ok) return { problems: [config.problem] }
  const quotaProblem = await options.backend.store.quotas.findStartProblem()
  if (quotaProblem) return { problems: [quotaProblem] }
  const workflow = createModelAgentWorkflow(agent, withConversation(withPrompt(config.value), conversation), {
    hasTable: dataset !== undefined,
  })
  const body = defined({ input_data_id: dataset })
  const { request, problems } = await buildRunRequest(workflow, body, options)
  if (!request) return { problems }
  const inputs = input === undefined ? request.inputs : { ...request.inputs, [agentNodeId]: { value: toValue(input) } }
  return { request: { ...request, inputs } }
}

const withPrompt = (config: Config): Config =>
  typeof config.prompt === 'string' && config.prompt.trim() !== '' ? config : { ...config, prompt: defaultPrompt }

const withConversation = (config: Config, conversation: string | undefined): Config =>
  conversation === undefined
    ? config
    : { ...config, conversation, memory: config.memory === 'table' ? 'table' : 'conversation' }

const toValue = (input: Json): Value =>
  typeof input === 'string' ? { kind: 'text', text: input } : { kind: 'json', json: input }

/** Checks a model agent's definition and returns the problems that can be found before it runs. */
export async function findModelAgentProblems(
  definition: ModelAgentDefinition,
  { store, documents, id }: { store: ModelAgentStore; documents: DocumentChecks; id?: string | undefined },
): Promise<readonly Problem[]> {
  const problems: Problem[] = []
  const modelAgents: ModelAgentStore['modelAgents'] = {
    findByReference: async (reference) =>
      reference === ''
        ? { ...definition, id: id ?? '', version: 1, createdBy: '', createdAt: '', updatedAt: '', status: 'active' }
        : store.modelAgents.findByReference(reference),
  }
  const config = await resolveAgent('', { modelAgents })
  if (!config.ok) return [{ ...config.problem, where: { setting: 'sub_agents' } }]
  const hasTable = definition.behavior.tools.some(({ kind }) => kind === 'sql')
  const workflow = createModelAgentWorkflow(definition, withPrompt(config.value), { hasTable })
  const description = await documents.describe(workflow, {})
  const foundProblems = [...description.problems, ...Object.values(description.nodes).flatMap((node) => node.problems)]
  problems.push(...foundProblems.filter(({ where, severity }) => where?.node === agentNodeId && severity === 'error'))
  return hasErrors(problems) ? problems : []
}

/** Outcome of a run's Agent node. */
export interface AgentOutcome {
  /** The answer: a string, or a JSON value if the agent has an answer schema. `null` until the agent has answered. */
  answer: Json
  /** Usage statistics: requests, tokens and cost. */
  usage: Json
  /** Messages of the conversation, including tool calls. */
  messages: Json
}

/** Reads a model agent's outcome from its run's events. */
export function readAgentOutcome(events: readonly RunEvent[]): AgentOutcome {
  const outputs = foldRun(events).nodes[agentNodeId]?.outputs ?? {}
  const read = (port: string): Json => {
    const value = outputs[port]
    return value?.kind === 'text' ? value.text : value?.kind === 'json' ? ((value.json ?? null) as Json) : null
  }
  return { answer: read('answer'), usage: read('usage'), messages: read('messages') }
}

/** Returns whether a run has ended or is waiting for a decision. */
export const isSettled = (status: Parameters<typeof isFinalRunState>[0]): boolean =>
  isFinalRunState(status) || status === 'waiting'
