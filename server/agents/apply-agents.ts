import { error, type Problem, type Workflow, type WorkflowDescription } from '@aw-flow/schema'
import type { StoredAgent } from '../store/agents.ts'
import type { AppliedModelAgents } from './apply-model-agents.ts'

/** Finds registered agents by name. */
export interface AgentStore {
  agents: { findNamed(name: string): Promise<StoredAgent | undefined> }
}

/** The registered agents that a workflow and its sub-workflows refer to. */
export interface NamedAgents {
  /** Agents by their names in the document; `undefined` for an agent that is not registered. */
  agents: ReadonlyMap<string, StoredAgent | undefined>
}

const readAgentName = ({ type, mode, data }: Workflow['nodes'][number]): string | undefined => {
  const { agent } = data.config
  if (type !== 'remote_agent' || mode === 'disabled' || typeof agent !== 'string') return undefined
  // A placeholder is resolved only in the run.
  return agent.trim() === '' || agent.includes('{{') ? undefined : agent.trim()
}

/** Finds the agents that the nodes of workflows refer to. */
export async function findNamedAgents(
  { agents: stored }: AgentStore,
  workflows: readonly Workflow[],
): Promise<NamedAgents> {
  const names = new Set(workflows.flatMap(({ nodes }) => nodes.flatMap((node) => readAgentName(node) ?? [])))
  const found = await Promise.all([...names].map(async (name) => [name, await stored.findNamed(name)] as const))
  return { agents: new Map(found) }
}

/** Returns the problems of nodes whose agent is not registered or is inactive. */
export const findAgentProblems = (workflow: Workflow, { agents }: NamedAgents): Problem[] =>
  workflow.nodes.flatMap((node): Problem[] => {
    const name = readAgentName(node)
    if (name === undefined) return []
    const agent = agents.get(name)
    const where = { where: { node: node.id, setting: 'agent' } }
    if (!agent) return [error('remote-agent.unknown', { agent: name }, where)]
    return agent.status === 'inactive' ? [error('remote-agent.inactive', { agent: name }, where)] : []
  })

/** Adds the problems of remote agents, and of references to model agents, to the description of a workflow. */
export function addAgentProblems(
  description: WorkflowDescription,
  { workflow, problems: referenceProblems }: Pick<AppliedModelAgents, 'workflow' | 'problems'>,
  agents: NamedAgents,
): WorkflowDescription {
  const problems = [...referenceProblems, ...findAgentProblems(workflow, agents)]
  if (problems.length === 0) return description
  return { ...description, problems: [...description.problems, ...problems], ready: false }
}

/** Applies the retry policy of an agent to its nodes that have none. */
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
