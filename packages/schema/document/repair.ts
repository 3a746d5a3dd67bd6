import { defined } from '../wire/defined.ts'
import { warning, type Problem } from '../wire/problem.ts'
import type { ItemKind } from './applied-edit.ts'
import type { Workflow, WorkflowEdge } from './workflow.ts'

/** @internal */
export interface RepairResult {
  /** The repaired document. It is the same object if nothing had to be repaired. */
  document: Workflow
  /** The removed edges, whose source or target is missing. */
  removedEdges: WorkflowEdge[]
  problems: Problem[]
}

/**
 * Repairs a merged document: removes edges to missing nodes and assigns new ids to duplicates. Both are reported as
 * warnings.
 *
 * @internal
 */
export function repair(workflow: Workflow): RepairResult {
  const problems: Problem[] = []
  const nodes = assignUniqueIds('node', workflow.nodes, problems)
  const ids = new Set(nodes.map(({ id }) => id))
  const hasBothNodes = ({ source, target }: WorkflowEdge): boolean => ids.has(source) && ids.has(target)
  const removedEdges = workflow.edges.filter((edge) => !hasBothNodes(edge))
  for (const { id, source, target } of removedEdges) {
    const missing = [source, target].filter((end) => !ids.has(end))
    problems.push(warning('document.edge-removed', { source, target, missing }, { where: { edge: id } }))
  }
  const edges = assignUniqueIds(
    'edge',
    removedEdges.length > 0 ? workflow.edges.filter(hasBothNodes) : workflow.edges,
    problems,
  )
  const groups = workflow.groups && assignUniqueIds('group', workflow.groups, problems)
  const notes = workflow.notes && assignUniqueIds('note', workflow.notes, problems)
  if (problems.length === 0) return { document: workflow, removedEdges, problems }
  const document = { ...workflow, nodes, edges, ...defined({ groups, notes }) }
  return { document, removedEdges, problems }
}

function assignUniqueIds<T extends { id: string }>(kind: ItemKind, items: readonly T[], problems: Problem[]): T[] {
  const usedIds = new Set(items.map(({ id }) => id))
  if (usedIds.size === items.length) return items as T[]
  const seenIds = new Set<string>()
  return items.map((item) => {
    if (!seenIds.has(item.id)) {
      seenIds.add(item.id)
      return item
    }
    let number = 2
    while (usedIds.has(`${item.id.slice(0, 120)}.${number}`)) number++
    const id = `${item.id.slice(0, 120)}.${number}`
    usedIds.add(id)
    seenIds.add(id)
    problems.push(warning('document.duplicate-id', { kind, id: item.id, other: id }))
    return { ...item, id }
  })
}
