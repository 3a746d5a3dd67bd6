import { collectWorkflows, type Catalog } from '@aw-flow/engine'
import { error, defined, type Problem, type Workflow, type WorkflowDescription } from '@aw-flow/schema'
import type { WorkflowStore } from './api/resolve-references.ts'

/** The workflows that sub-workflow nodes run, including nested ones. */
export interface NamedWorkflows {
  /**
   * Workflows, keyed by the ID to which their name was resolved when the document was saved, or by name if it was not
   * resolved.
   */
  workflows: Record<string, Workflow>
  /** Number of references in the documents, including references that were not found. */
  count: number
  /** Unresolved names shared by several workflows in the workspace. */
  ambiguous: ReadonlySet<string>
}

/** Finds the workflows that a workflow's sub-workflow nodes refer to, including nested ones. */
export async function findNamedWorkflows(
  { workflows: workflowStore }: WorkflowStore,
  workflow: Workflow,
  catalog: Catalog,
): Promise<NamedWorkflows> {
  const ambiguousNames = new Set<string>()
  let referenceCount = 0
  const workflows = await collectWorkflows(workflow, catalog, async (name, id) => {
    referenceCount++
    const workflowById = await workflowStore.find(id ?? name)
    if (workflowById || id !== undefined) return workflowById?.workflow
    const [match, ...others] = await workflowStore.findIdsByName(name)
    if (others.length > 0) ambiguousNames.add(name)
    return match === undefined || others.length > 0 ? undefined : (await workflowStore.find(match))?.workflow
  })
  return { workflows, ambiguous: ambiguousNames, count: referenceCount }
}

/** Replaces "missing workflow" problems with "ambiguous name" problems if several workflows have the name. */
export function toAmbiguousNameProblems(problems: readonly Problem[], { ambiguous }: NamedWorkflows): Problem[] {
  return problems.map((problem) => {
    const { node = '', workflow = '' } = (problem.params ?? {}) as { node?: string; workflow?: string }
    if (problem.code !== 'sub-workflow.missing' || !ambiguous.has(workflow)) return problem
    return error('sub-workflow.ambiguous', { node, workflow }, defined({ where: problem.where }))
  })
}

/** Applies `toAmbiguousNameProblems` to all problems in a workflow description. */
export function explainAmbiguousNames(
  description: WorkflowDescription,
  namedWorkflows: NamedWorkflows,
): WorkflowDescription {
  if (namedWorkflows.ambiguous.size === 0) return description
  const nodes = Object.entries(description.nodes).map(
    ([id, node]) => [id, { ...node, problems: toAmbiguousNameProblems(node.problems, namedWorkflows) }] as const,
  )
  return {
    ...description,
    nodes: Object.fromEntries(nodes),
    problems: toAmbiguousNameProblems(description.problems, namedWorkflows),
  }
}
