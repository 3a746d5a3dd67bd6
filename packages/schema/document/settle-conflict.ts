import type { Conflict } from './conflict.ts'
import { workflowIn } from './diff-config.ts'
import { diffWorkflows } from './diff-workflows.ts'
import type { Edit } from './edit.ts'
import { isRecord, sameJson } from '../wire/same-json.ts'
import type { Workflow, WorkflowEdge, WorkflowNode } from './workflow.ts'

/**
 * Returns the edit that resolves a conflict in favor of one side: ours (as merged) or theirs. The document may have
 * been edited since the merge. The edit is an empty batch if the document already has that value, or if the item no
 * longer exists.
 *
 * @internal
 */
export function settleConflict(document: Workflow, conflict: Conflict, side: 'ours' | 'theirs'): Edit {
  const workflows = [document]
  for (const { node, setting } of conflict.inside) {
    const inner = workflowIn(workflows.at(-1)?.nodes.find(({ id }) => id === node)?.data.config[setting])
    if (!inner) return { type: 'batch', edits: [] }
    workflows.push(inner)
  }
  const inner = workflows.at(-1) ?? document
  const edits = diffWorkflows(inner, saying(inner, conflict, side))
  if (edits.length === 0) return { type: 'batch', edits }
  return conflict.inside.reduceRight<Edit>(
    (edit, { node, setting }) => ({ type: 'edit-inside', id: node, setting, edit }),
    { type: 'batch', edits },
  )
}

const lists = ['nodes', 'edges', 'groups', 'notes'] as const
type ListName = (typeof lists)[number]
interface Item {
  id: string
}

function saying(workflow: Workflow, conflict: Conflict, side: 'ours' | 'theirs'): Workflow {
  const [first, id, ...rest] = conflict.path
  const value: unknown = conflict[side]
  if (first === 'inputs' && conflict.edges) return withEdges(workflow, conflict.edges, side)
  const list = lists.find((name) => name === first)
  if (!list) return setIn(workflow, conflict.path, value) as Workflow
  const items: readonly Item[] = workflow[list] ?? []
  if (id === undefined) return { ...workflow, [list]: sorted(items, value as readonly string[]) }
  if (rest.length > 0) {
    const changed = items.map((item) => (item.id === id ? withPart(list, item, rest, value) : item))
    return sound({ ...workflow, [list]: changed })
  }
  const at = items.findIndex((item) => item.id === id)
  const others = at < 0 ? items : items.toSpliced(at, 1)
  const changedItems = value === undefined ? others : others.toSpliced(at < 0 ? others.length : at, 0, value as Item)
  const withItem = { ...workflow, [list]: changedItems }
  return sound(conflict.edges ? withEdges(withItem, conflict.edges, side) : withItem)
}

/** Removes what a document cannot contain: edges without a node, and empty lists. */
function sound({ groups, notes, ...workflow }: Workflow): Workflow {
  const ids = new Set(workflow.nodes.map(({ id }) => id))
  return {
    ...workflow,
    edges: workflow.edges.filter(({ source, target }) => ids.has(source) && ids.has(target)),
    ...(groups?.length ? { groups } : {}),
    ...(notes?.length ? { notes } : {}),
  }
}

/** Returns the workflow with the edges of a node's conflict as they are on one side. */
function withEdges(workflow: Workflow, edges: NonNullable<Conflict['edges']>, side: 'ours' | 'theirs'): Workflow {
  const wanted = new Map(edges[side].map((edge) => [edge.id, edge]))
  const conflicting = new Set([...edges.ours, ...edges.theirs].map(({ id }) => id))
  const ids = new Set(workflow.nodes.map(({ id }) => id))
  const has = ({ source, target }: WorkflowEdge): boolean => ids.has(source) && ids.has(target)
  const kept = workflow.edges.flatMap((edge) => {
    if (!conflicting.has(edge.id)) return [edge]
    const replacement = wanted.get(edge.id)
    wanted.delete(edge.id)
    return replacement && has(replacement) ? [replacement] : []
  })
  return { ...workflow, edges: [...kept, ...[...wanted.values()].filter(has)] }
}

/** Sorts the items in `order` by their place in it; the positions of all others are unchanged. */
function sorted(items: readonly Item[], order: readonly string[]): Item[] {
  const known = new Map(order.map((id, index) => [id, index]))
  const inPlace = items.filter(({ id }) => known.has(id)).toSorted((a, b) => known.get(a.id)! - known.get(b.id)!)
  return items.map((item) => (known.has(item.id) ? inPlace.shift()! : item))
}

function withPart(list: ListName, item: Item, path: readonly string[], value: unknown): Item {
  const [part] = path
  if (list === 'edges' && part === 'ends') {
    const { id, points } = item as WorkflowEdge
    return { id, ...(value as Omit<WorkflowEdge, 'id' | 'points'>), ...(points ? { points } : {}) } as WorkflowEdge
  }
  if (list === 'nodes' && part === 'type') {
    const { typeVersion: _before, ...node } = item as WorkflowNode
    return { ...node, ...(value as Pick<WorkflowNode, 'type' | 'typeVersion'>) } as WorkflowNode
  }
  return setIn(item, path, value) as Item
}

function setIn(holder: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value
  const record = isRecord(holder) ? holder : {}
  const before = Object.hasOwn(record, key) ? record[key] : undefined
  const after = setIn(before, rest, value)
  if (sameJson(before, after)) return holder
  if (after !== undefined) return { ...record, [key]: after }
  const { [key]: _removed, ...others } = record
  return others
}
