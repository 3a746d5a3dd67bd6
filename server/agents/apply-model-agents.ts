import { formatAppliedAgent, parseAppliedAgent } from '@aw-flow/nodes'
import { error, failed, ok, type Config, type Json, type Problem, type Result, type Workflow } from '@aw-flow/schema'
import type { WorkflowStore } from '../api/resolve-references.ts'
import type { StoredModelAgent } from './model-agents.ts'
import { createModelAgentWorkflow, toAgentConfig } from './create-model-workflow.ts'

/** Finds registered model agents by name, by ID, or by name and version (`Support@3`). */
export interface ModelAgentStore {
  modelAgents: { findByReference(reference: string): Promise<StoredModelAgent | undefined> }
}

/** A workflow in which model agent references are replaced with the agents' settings. */
export interface AppliedModelAgents {
  workflow: Workflow
  /** Reference problems. Each identifies its node and the `agent` setting. */
  problems: Problem[]
  /** Whether the workflow refers to any model agent. */
  hasAgents: boolean
}

/** Maximum number of sub-agents per agent, including nested ones. */
const maxSubAgents = 50

/**
 * Replaces references to model agents in Agent nodes, including nodes in loops, sub-workflows and tools in the
 * document. A node's task and answer schema are kept if they are set; the agent determines all other settings. A run
 * thus contains the settings, and can be replayed after the agent has changed or without the registry.
 */
export async function applyModelAgents(workflow: Workflow, store: ModelAgentStore): Promise<AppliedModelAgents> {
  const problems: Problem[] = []
  let hasAgents = false
  const nodes = await Promise.all(
    workflow.nodes.map(async (node) => {
      if (node.mode === 'disabled') return node
      const references = new Set<string>()
      collectReferences(node as unknown as Json, references)
      if (references.size === 0) return node
      hasAgents = true
      const configs = new Map<string, Config>()
      for (const reference of references) {
        const resolved = await resolveAgent(reference, store)
        if (resolved.ok) configs.set(reference, resolved.value)
        else problems.push({ ...resolved.problem, where: { node: node.id, setting: 'agent' } })
      }
      return replaceReferences(node as unknown as Json, configs) as unknown as typeof node
    }),
  )
  return hasAgents ? { workflow: { ...workflow, nodes }, problems, hasAgents } : { workflow, problems, hasAgents }
}

/** Wraps a store so that model agents are applied to the workflows it returns. Problems are reported during the run. */
export const withModelAgents = ({ workflows, modelAgents }: WorkflowStore & ModelAgentStore): WorkflowStore => ({
  workflows: {
    findIdsByName: (name) => workflows.findIdsByName(name),
    async find(id) {
      const storedWorkflow = await workflows.find(id)
      return storedWorkflow && { workflow: (await applyModelAgents(storedWorkflow.workflow, { modelAgents })).workflow }
    },
  },
})

/** Resolves a reference to a model agent to the settings of an Agent node, or returns the problem. */
export async function resolveAgent(reference: string, { modelAgents }: ModelAgentStore): Promise<Result<Config>> {
  let count = 0
  const resolve = async (
    name: string,
    callerIds: readonly string[],
  ): Promise<Result<{ config: Config; agent: StoredModelAgent }>> => {
    const agent = await modelAgents.findByReference(name)
    if (!agent) return failed(error('remote-agent.unknown', { agent: name }))
    if (agent.status === 'inactive') return failed(error('remote-agent.inactive', { agent: agent.name }))
    if (callerIds.includes(agent.id) || ++count > maxSubAgents + 1)
      return failed(error('agent.sub-agents', { agent: reference, max: maxSubAgents }))
    const tools: Config[] = []
    for (const subAgent of agent.behavior.subAgents) {
      const resolvedSubAgent = await resolve(subAgent, [...callerIds, agent.id])
      if (!resolvedSubAgent.ok) return resolvedSubAgent
      tools.push(createSubAgentTool(resolvedSubAgent.value.agent, resolvedSubAgent.value.config))
    }
    return ok({ config: { ...toAgentConfig(agent.behavior, tools), agent: formatAppliedAgent(agent) }, agent })
  }
  const resolved = await resolve(reference, [])
  return resolved.ok ? ok(resolved.value.config) : resolved
}

/** Creates the tool that an agent uses to call a sub-agent. */
const createSubAgentTool = (agent: StoredModelAgent, config: Config): Config => ({
  name: agent.name.replaceAll(/[^\w-]/g, '_').slice(0, 64),
  kind: 'workflow',
  description: agent.description || `Asks the agent "${agent.name}".`,
  config: createModelAgentWorkflow(agent, config) as unknown as Config,
})

/**
 * Returns the settings of an Agent node, or of a tool that runs an Agent node. Returns `undefined` for other values.
 */
function readAgentSettings(value: Json): Config | undefined {
  if (!isRecord(value)) return undefined
  const { type, kind, use, data, config } = value
  const settings = type === 'agent' && isRecord(data) ? data.config : kind === 'node' && use === 'agent' ? config : null
  return isRecord(settings) ? settings : undefined
}

/** Returns the unresolved model agent reference in the settings, if any. */
const readReference = ({ agent }: Config): string | undefined =>
  typeof agent === 'string' && agent.trim() !== '' && !parseAppliedAgent(agent) ? agent.trim() : undefined

function collectReferences(value: Json, references: Set<string>): void {
  if (typeof value !== 'object' || value === null) return
  const settings = readAgentSettings(value)
  const reference = settings && readReference(settings)
  if (reference !== undefined) references.add(reference)
  for (const inner of Object.values(value)) collectReferences(inner, references)
}

function replaceReferences(value: Json, configs: ReadonlyMap<string, Config>): Json {
  if (Array.isArray(value)) return value.map((inner) => replaceReferences(inner, configs))
  if (!isRecord(value)) return value
  const settings = readAgentSettings(value)
  const config = settings && configs.get(readReference(settings) ?? '')
  const updatedValue = settings && config ? setSettings(value, mergeSettings(settings, config)) : value
  return Object.fromEntries(
    Object.entries(updatedValue).map(([name, inner]) => [name, replaceReferences(inner, configs)]),
  )
}

const isRecord = (value: Json | undefined): value is Config =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const setSettings = (value: Config, config: Config): Config =>
  isRecord(value.data) ? { ...value, data: { ...value.data, config } } : { ...value, config }

const isNonBlank = (text: Json | undefined): boolean => typeof text === 'string' && text.trim() !== ''

/**
 * Merges the settings of a node with those of its agent. The agent's settings take precedence, except for the node's
 * task and answer schema.
 */
function mergeSettings({ agent: _agent, ...nodeConfig }: Config, agentConfig: Config): Config {
  const nodeOverrides = Object.entries(nodeConfig).filter(
    ([name, value]) => ['prompt', 'answerSchema'].includes(name) && isNonBlank(value),
  )
  return { ...nodeConfig, ...agentConfig, ...Object.fromEntries(nodeOverrides) }
}
