import { defined } from '../wire/defined.ts'
import type { Conflict } from './conflict.ts'
import { readWorkflowSetting } from './diff-config.ts'
import { diffWorkflows } from './diff-workflows.ts'
import type { Edit } from './edit.ts'
import { isRecord, isSameJson } from '../wire/is-same-json.ts'
import type { Workflow, WorkflowEdge, WorkflowNode } from './workflow.ts'

/**
 * Returns the edit that resolves a conflict in favor of one side: ours (as merged) or theirs. The document may have
 * been edited since the merge. If it already contains that value, or if the item has been removed, the edit is an empty
 * batch.
 *
 * @internal
 */
export function resolveConflict(document: Workflow, conflict: Conflict, side: 'ours' | 'theirs'): Edit {
  const workflows = [document]
  for (const { node, setting } of conflict.workflowPath) {
    const innerWorkflow = readWorkflowSetting(
      workflows.at(-1)?.nodes.find(({ id }) => id === node)?.data.config[setting],
    )
    if (!innerWorkflow) return { type: 'batch', edits: [] }
    workflows.push(innerWorkflow)
  }
  const innerWorkflow = workflows.at(-1) ?? document
  const edits = diffWorkflows(innerWorkflow, applySide(innerWorkflow, conflict, side))
  if (edits.length === 0) return { type: 'batch', edits }
  return conflict.workflowPath.reduceRight<Edit>(
    (edit, { node, setting }) => ({ type: 'edit-inside', id: node, setting, edit }),
    { type: 'batch', edits },
  )
}

const listNames = ['nodes', 'edges', 'groups', 'notes'] as const
type ListName = (typeof listNames)[number]
interface Item {
  id: string
}

function applySide(workflow: Workflow, conflict: Conflict, side: 'ours' | 'theirs'): Workflow {
  const [first, id, ...rest] = conflict.path
  const value: unknown = conflict[side]
  if (first === 'inputs' && conflict.edges) return replaceEdges(workflow, conflict.edges, side)
  const list = listNames.find((name) => name === first)
  if (!list) return setPath(workflow, conflict.path, value) as Workflow
  const items: readonly Item[] = workflow[list] ?? []
  if (id === undefined) return { ...workflow, [list]: sortItems(items, value as readonly string[]) }
  if (rest.length > 0) {
    const updatedItems = items.map((item) => (item.id === id ? setItemProperty(list, item, rest, value) : item))
    return removeInvalidContent({ ...workflow, [list]: updatedItems })
  }
  const index = items.findIndex((item) => item.id === id)
  const otherItems = index < 0 ? items : items.toSpliced(index, 1)
  const changedItems =
    value === undefined ? otherItems : otherItems.toSpliced(index < 0 ? otherItems.length : index, 0, value as Item)
  const changedWorkflow = { ...workflow, [list]: changedItems }
  return removeInvalidContent(conflict.edges ? replaceEdges(changedWorkflow, conflict.edges, side) : changedWorkflow)
}

/** Removes content that is invalid in a document: edges to missing nodes, and empty lists. */
function removeInvalidContent({ groups, notes, ...workflow }: Workflow): Workflow {
  const ids = new Set(workflow.nodes.map(({ id }) => id))
  return {
    ...workflow,
    edges: workflow.edges.filter(({ source, target }) => ids.has(source) && ids.has(target)),
    ...(groups?.length ? { groups } : {}),
    ...(notes?.length ? { notes } : {}),
  }
}

/** Replaces the conflicting edges with the edges of one side. */
function replaceEdges(workflow: Workflow, edges: NonNullable<Conflict['edges']>, side: 'ours' | 'theirs'): Workflow {
  const sideEdges = new Map(edges[side].map((edge) => [edge.id, edge]))
  const conflictingIds = new Set([...edges.ours, ...edges.theirs].map(({ id }) => id))
  const ids = new Set(workflow.nodes.map(({ id }) => id))
  const hasBothNodes = ({ source, target }: WorkflowEdge): boolean => ids.has(source) && ids.has(target)
  const remainingEdges = workflow.edges.flatMap((edge) => {
    if (!conflictingIds.has(edge.id)) return [edge]
    const replacement = sideEdges.get(edge.id)
    sideEdges.delete(edge.id)
    return replacement && hasBothNodes(replacement) ? [replacement] : []
  })
  return { ...workflow, edges: [...remainingEdges, ...[...sideEdges.values()].filter(hasBothNodes)] }
}

/** Sorts the items listed in `order` by their index in `order`. The positions of all other items do not change. */
function sortItems(items: readonly Item[], order: readonly string[]): Item[] {
  const ranks = new Map(order.map((id, index) => [id, index]))
  const sortedItems = items.filter(({ id }) => ranks.has(id)).toSorted((a, b) => ranks.get(a.id)! - ranks.get(b.id)!)
  return items.map((item) => (ranks.has(item.id) ? sortedItems.shift()! : item))
}

function setItemProperty(list: ListName, item: Item, path: readonly string[], value: unknown): Item {
  const [property] = path
  if (list === 'edges' && property === 'ends') {
    const { id, points } = item as WorkflowEdge
    return { id, ...(value as Omit<WorkflowEdge, 'id' | 'points'>), ...defined({ points }) } as WorkflowEdge
  }
  if (list === 'nodes' && property === 'type') {
    const { typeVersion: _before, ...node } = item as WorkflowNode
    return { ...node, ...(value as Pick<WorkflowNode, 'type' | 'typeVersion'>) } as WorkflowNode
  }
  return setPath(item, path, value) as Item
}

function setPath(target: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value
  const record = isRecord(target) ? target : {}
  const previousValue = Object.hasOwn(record, key) ? record[key] : undefined
  const newValue = setPath(previousValue, rest, value)
  if (isSameJson(previousValue, newValue)) return target
  if (newValue !== undefined) return { ...record, [key]: newValue }
  const { [key]: _removed, ...otherProperties } = record
  return otherProperties
}
