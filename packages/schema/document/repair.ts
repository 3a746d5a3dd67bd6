import { warning, type Problem } from '../wire/problem.ts'
import type { ItemKind } from './applied-edit.ts'
import type { Workflow, WorkflowEdge } from './workflow.ts'

/** @internal */
export interface Repaired {
  /** The same object if there was nothing to repair. */
  document: Workflow
  /** Removed edges: one of their nodes does not exist. */
  aside: WorkflowEdge[]
  problems: Problem[]
}

/**
 * Repairs a document that was merged from several: removes edges to missing nodes and assigns new ids to duplicates.
 * Reports both as warnings.
 *
 * @internal
 */
export function repair(workflow: Workflow): Repaired {
  const problems: Problem[] = []
  const nodes = withOwnIds('node', workflow.nodes, problems)
  const ids = new Set(nodes.map(({ id }) => id))
  const isWhole = ({ source, target }: WorkflowEdge): boolean => ids.has(source) && ids.has(target)
  const aside = workflow.edges.filter((edge) => !isWhole(edge))
  for (const { id, source, target } of aside) {
    const missing = [source, target].filter((end) => !ids.has(end))
    problems.push(warning('document.edge-aside', { source, target, missing }, { where: { edge: id } }))
  }
  const edges = withOwnIds('edge', aside.length > 0 ? workflow.edges.filter(isWhole) : workflow.edges, problems)
  const groups = workflow.groups && withOwnIds('group', workflow.groups, problems)
  const notes = workflow.notes && withOwnIds('note', workflow.notes, problems)
  if (problems.length === 0) return { document: workflow, aside, problems }
  const document = { ...workflow, nodes, edges, ...(groups ? { groups } : {}), ...(notes ? { notes } : {}) }
  return { document, aside, problems }
}

function withOwnIds<T extends { id: string }>(kind: ItemKind, items: readonly T[], problems: Problem[]): T[] {
  const taken = new Set(items.map(({ id }) => id))
  if (taken.size === items.length) return items as T[]
  const seen = new Set<string>()
  return items.map((item) => {
    if (!seen.has(item.id)) {
      seen.add(item.id)
      return item
    }
    let number = 2
    while (taken.has(`${item.id.slice(0, 120)}.${number}`)) number++
    const id = `${item.id.slice(0, 120)}.${number}`
    taken.add(id)
    seen.add(id)
    problems.push(warning('document.same-id', { kind, id: item.id, other: id }))
    return { ...item, id }
  })
}
