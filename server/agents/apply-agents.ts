import { error, type Problem, type Workflow, type WorkflowDescription } from '@aw-flow/schema'
import type { StoredAgent } from './agents.ts'
import type { AppliedModelAgents } from './apply-model-agents.ts'

/** Finds registered agents by name. */
export interface AgentStore {
  agents: { findByNameOrId(name: string): Promise<StoredAgent | undefined> }
}

/** Registered agents that a workflow and its sub-workflows refer to. */
export interface NamedAgents {
  /**
   * Agents, keyed by the name used in the document. The value is `undefined` if no agent with that name is registered.
   */
  agents: ReadonlyMap<string, StoredAgent | undefined>
}

const readAgentName = ({ type, mode, data }: Workflow['nodes'][number]): string | undefined => {
  const { agent } = data.config
  if (type !== 'remote_agent' || mode === 'disabled' || typeof agent !== 'string') return undefined
  // Placeholders are resolved when the workflow runs.
  return agent.trim() === '' || agent.includes('{{') ? undefined : agent.trim()
}

/** Looks up the agents that the workflows' nodes refer to. */
export async function findNamedAgents(
  { agents: storedAgents }: AgentStore,
  workflows: readonly Workflow[],
): Promise<NamedAgents> {
  const names = new Set(workflows.flatMap(({ nodes }) => nodes.flatMap((node) => readAgentName(node) ?? [])))
  const entries = await Promise.all(
    [...names].map(async (name) => [name, await storedAgents.findByNameOrId(name)] as const),
  )
  return { agents: new Map(entries) }
}

/** Returns problems for nodes whose agent is not registered or is inactive. */
export const findAgentProblems = (workflow: Workflow, { agents }: NamedAgents): Problem[] =>
  workflow.nodes.flatMap((node): Problem[] => {
    const name = readAgentName(node)
    if (name === undefined) return []
    const agent = agents.get(name)
    const options = { where: { node: node.id, setting: 'agent' } }
    if (!agent) return [error('remote-agent.unknown', { agent: name }, options)]
    return agent.status === 'inactive' ? [error('remote-agent.inactive', { agent: name }, options)] : []
  })

/** Adds remote agent problems and model agent reference problems to a workflow description. */
export function addAgentProblems(
  description: WorkflowDescription,
  { workflow, problems: referenceProblems }: Pick<AppliedModelAgents, 'workflow' | 'problems'>,
  agents: NamedAgents,
): WorkflowDescription {
  const problems = [...referenceProblems, ...findAgentProblems(workflow, agents)]
  if (problems.length === 0) return description
  return { ...description, problems: [...description.problems, ...problems], ready: false }
}

/** Applies each agent's retry policy to its nodes that do not define their own. */
export const applyAgentRetries = (workflow: Workflow, { agents }: NamedAgents): Workflow =>
  agents.size === 0
    ? workflow
    : {
        ...workflow,
        nodes: workflow.nodes.map((node) => {
          const name = readAgentName(node)
          const retry = name === undefined ? null : agents.get(name)?.retry
          return retry && !node.retry ? { ...node, retry } : node
        }),
      }
