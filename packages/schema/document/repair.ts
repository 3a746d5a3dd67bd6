import { warning, type Problem } from '../wire/problem.ts'
import type { Workflow, WorkflowEdge } from './workflow.ts'

export interface Repaired {
  /** The very same object when there was nothing to repair. */
  document: Workflow
  /** Edges that lead to or from a node that is not there. */
  aside: WorkflowEdge[]
  problems: Problem[]
}

/**
 * Makes a document sound that was put together from several: an edge to a missing node is kept aside, and what has an id
 * that stands there before gets another one. Each of both is told.
 */
export function repair(workflow: Workflow): Repaired {
  const problems: Problem[] = []
  const nodes = withOwnIds('node', workflow.nodes, problems)
  const ids = new Set(nodes.map(({ id }) => id))
  const isWhole = ({ source, target }: WorkflowEdge): boolean => ids.has(source) && ids.has(target)
  const aside = workflow.edges.filter((edge) => !isWhole(edge))
  for (const { id, source, target } of aside) {
    const missing = [source, target].filter((end) => !ids.has(end)).map((end) => `"${end}"`)
    problems.push(
      warning(
        'document.edge-aside',
        `The edge from "${source}" to "${target}" is left out: ${missing.join(' and ')} is not there.`,
        {
          where: { edge: id },
          hint: 'Connect them anew where the nodes are still wanted.',
        },
      ),
    )
  }
  const edges = withOwnIds('edge', aside.length > 0 ? workflow.edges.filter(isWhole) : workflow.edges, problems)
  const groups = workflow.groups && withOwnIds('group', workflow.groups, problems)
  const notes = workflow.notes && withOwnIds('note', workflow.notes, problems)
  if (problems.length === 0) return { document: workflow, aside, problems }
  const document = { ...workflow, nodes, edges, ...(groups ? { groups } : {}), ...(notes ? { notes } : {}) }
  return { document, aside, problems }
}

function withOwnIds<T extends { id: string }>(what: string, items: readonly T[], problems: Problem[]): T[] {
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
    problems.push(
      warning('document.same-id', `There were two ${what}s with the id "${item.id}"; the second one is now "${id}".`, {
        hint: 'Look at both, and remove the one that is not wanted.',
      }),
    )
    return { ...item, id }
  })
}
