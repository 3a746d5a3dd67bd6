import { hasErrors, isEnded, type Config, type Json, type Problem, type RunEvent, type Value } from '@aw-flow/schema'
import { foldRun } from '@aw-flow/schema'
import { buildRunRequest, type RunRequestOptions } from '../api/start-run.ts'
import type { BuiltRunRequest } from '../api/build-run-request.ts'
import type { ModelAgentDefinition, StoredModelAgent } from '../store/model-agents.ts'
import type { DocumentChecks } from '../validation/document-checks.ts'
import { resolveAgent, type ModelAgentStore } from './apply-model-agents.ts'
import { agentNodeId, createModelWorkflow } from './create-model-workflow.ts'

/** Id of the pseudo workflow that the runs and the memory of an agent belong to. */
export const toAgentWorkflowId = (agent: string): string => `agent-${agent}`

/** A task for a model agent. */
export interface AgentTask {
  input?: Json | undefined
  /** The dataset that is loaded as its input table. */
  dataset?: string | undefined
  /** The conversation whose earlier tasks the agent sees. */
  conversation?: string | undefined
}

/** Prompt of an agent that has none. */
const defaultPrompt = 'Answer the input value.'

/** Builds the run request for a model agent, or returns the problems that prevent the run. */
export async function buildAgentRequest(
  agent: StoredModelAgent,
  { input, dataset, conversation }: AgentTask,
  options: RunRequestOptions,
): Promise<BuiltRunRequest> {
  const { config, problem } = await resolveAgent(`${agent.id}@${agent.version}`, options.backend.store)
  if (!config) return { problems: [problem] }
  const quotaProblem = await options.backend.store.quotas.findStartProblem()
  if (quotaProblem) return { problems: [quotaProblem] }
  const workflow = createModelWorkflow(agent, withConversation(withPrompt(config), conversation), {
    hasTable: dataset !== undefined,
  })
  const body = dataset === undefined ? {} : { input_data_id: dataset }
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

/** Returns the problems of a model agent that are known before it runs. */
export async function findModelAgentProblems(
  definition: ModelAgentDefinition,
  { store, documents, id }: { store: ModelAgentStore; documents: DocumentChecks; id?: string | undefined },
): Promise<readonly Problem[]> {
  const problems: Problem[] = []
  const modelAgents: ModelAgentStore['modelAgents'] = {
    findNamed: async (reference) =>
      reference === ''
        ? { ...definition, id: id ?? '', version: 1, createdBy: '', createdAt: '', updatedAt: '', status: 'active' }
        : store.modelAgents.findNamed(reference),
  }
  const { config, problem } = await resolveAgent('', { modelAgents })
  if (!config) return [{ ...problem, where: { setting: 'sub_agents' } }]
  const hasTable = definition.behavior.tools.some(({ kind }) => kind === 'sql')
  const workflow = createModelWorkflow(definition, withPrompt(config), { hasTable })
  const description = await documents.describe(workflow, {})
  const found = [...description.problems, ...Object.values(description.nodes).flatMap((node) => node.problems)]
  problems.push(...found.filter(({ where, severity }) => where?.node === agentNodeId && severity === 'error'))
  return hasErrors(problems) ? problems : []
}

/** Outcome of the Agent node of a run. */
export interface AgentOutcome {
  /** The answer: a string, or JSON with an answer schema; null until the agent has answered. */
  answer: Json
  /** Requests, tokens and cost. */
  usage: Json
  /** The conversation, including tool calls. */
  messages: Json
}

/** Reads the outcome of a model agent from the record of its run. */
export function readAgentOutcome(events: readonly RunEvent[]): AgentOutcome {
  const outputs = foldRun(events).nodes[agentNodeId]?.outputs ?? {}
  const read = (port: string): Json => {
    const value = outputs[port]
    return value?.kind === 'text' ? value.text : value?.kind === 'json' ? ((value.json ?? null) as Json) : null
  }
  return { answer: read('answer'), usage: read('usage'), messages: read('messages') }
}

/** Returns whether a run has ended, or waits for a decision. */
export const isSettled = (status: Parameters<typeof isEnded>[0]): boolean => isEnded(status) || status === 'waiting'
