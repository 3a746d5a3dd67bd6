import { collectWorkflows, type Catalog } from '@aw-flow/engine'
import { error, type Problem, type Workflow, type WorkflowDescription } from '@aw-flow/schema'
import type { WorkflowStore } from './api/resolve-references.ts'

/** The workflows that sub-workflow nodes run, recursively. */
export interface NamedWorkflows {
  /** Workflows by the id that their name was resolved to when the document was saved, or else by name. */
  workflows: Record<string, Workflow>
  /** Number of names and ids in the document, including those that were not found. */
  count: number
  /** Names without an id that several workflows of the workspace have. */
  ambiguous: ReadonlySet<string>
}

/** Finds the workflows that the sub-workflow nodes of a workflow refer to, recursively. */
export async function findNamedWorkflows(
  { workflows: stored }: WorkflowStore,
  workflow: Workflow,
  catalog: Catalog,
): Promise<NamedWorkflows> {
  const ambiguous = new Set<string>()
  let count = 0
  const workflows = await collectWorkflows(workflow, catalog, async (name, id) => {
    count++
    const byId = await stored.find(id ?? name)
    if (byId || id !== undefined) return byId?.workflow
    const [match, ...others] = await stored.findIdsByName(name)
    if (others.length > 0) ambiguous.add(name)
    return match === undefined || others.length > 0 ? undefined : (await stored.find(match))?.workflow
  })
  return { workflows, ambiguous, count }
}

/** Replaces the problem of a missing workflow if its name is ambiguous: several workflows have it. */
export function explainAmbiguousProblems(problems: readonly Problem[], { ambiguous }: NamedWorkflows): Problem[] {
  return problems.map((problem) => {
    const { node = '', workflow = '' } = (problem.params ?? {}) as { node?: string; workflow?: string }
    if (problem.code !== 'sub-workflow.missing' || !ambiguous.has(workflow)) return problem
    return error('sub-workflow.ambiguous', { node, workflow }, problem.where ? { where: problem.where } : {})
  })
}

/** Applies `explainAmbiguousProblems` to all problems of a description. */
export function explainAmbiguousNames(description: WorkflowDescription, named: NamedWorkflows): WorkflowDescription {
  if (named.ambiguous.size === 0) return description
  const nodes = Object.entries(description.nodes).map(
    ([id, node]) => [id, { ...node, problems: explainAmbiguousProblems(node.problems, named) }] as const,
  )
  return {
    ...description,
    nodes: Object.fromEntries(nodes),
    problems: explainAmbiguousProblems(description.problems, named),
  }
}
