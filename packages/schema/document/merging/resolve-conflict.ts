import { defined } from '../../wire/defined.ts'
import type { Conflict, ConflictSide } from './conflict.ts'
import { readWorkflowSetting } from './diff-config.ts'
import { diffWorkflows } from './diff-workflows.ts'
import type { Edit } from '../edit.ts'
import { findUnsoundEdges } from '../../sync/find-unsound-edges.ts'
import { isRecord, isSameJson } from '../../wire/is-same-json.ts'
import type { Workflow, WorkflowEdge, WorkflowNode } from '../workflow.ts'

/**
 * Returns the edit that resolves a conflict in favor of one side: ours (as merged) or theirs, or that keeps both. The
 * document may have been edited since the merge. If it already contains that value, if the item has been removed, or if
 * both cannot be kept, the edit is an empty batch.
 *
 * @internal
 */
export function resolveConflict(document: Workflow, conflict: Conflict, side: ConflictSide): Edit {
  const innerWorkflow = findInnerWorkflow(document, conflict)
  const resolved = innerWorkflow && applySide(innerWorkflow, conflict, side)
  const edits = innerWorkflow && resolved ? diffWorkflows(innerWorkflow, resolved) : []
  if (edits.length === 0) return { type: 'batch', edits }
  return conflict.workflowPath.reduceRight<Edit>(
    (edit, { node, setting }) => ({ type: 'edit-inside', id: node, setting, edit }),
    { type: 'batch', edits },
  )
}

/**
 * Returns whether both sides of a conflict can be kept: two nodes, two notes, or two edges into different inputs.
 *
 * @internal
 */
export function canKeepBoth(document: Workflow, conflict: Conflict): boolean {
  const innerWorkflow = findInnerWorkflow(document, conflict)
  return innerWorkflow !== undefined && keepBoth(innerWorkflow, conflict) !== undefined
}

function findInnerWorkflow(document: Workflow, { workflowPath }: Conflict): Workflow | undefined {
  let workflow: Workflow | undefined = document
  for (const { node, setting } of workflowPath)
    workflow = readWorkflowSetting(workflow?.nodes.find(({ id }) => id === node)?.data.config[setting])
  return workflow
}

const listNames = ['nodes', 'edges', 'groups', 'notes'] as const
type ListName = (typeof listNames)[number]
interface Item {
  id: string
}

function applySide(document: Workflow, conflict: Conflict, side: ConflictSide): Workflow | undefined {
  if (side === 'both') return keepBoth(document, conflict)
  const [first, id, ...rest] = conflict.path
  const workflow = removeCopy(document, first, id)
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

/** The id of the copy that has the value of theirs if both sides are kept. */
const toCopyId = (id: string): string => `${id}-theirs`

/** Removes the copy that was added when both sides were kept. */
function removeCopy(workflow: Workflow, first: string | undefined, id: string | undefined): Workflow {
  const list = listNames.find((name) => name === first)
  const items: readonly Item[] = (list && workflow[list]) ?? []
  if (list === undefined || id === undefined || !items.some((item) => item.id === toCopyId(id))) return workflow
  return removeInvalidContent({ ...workflow, [list]: items.filter((item) => item.id !== toCopyId(id)) })
}

/** Adds a copy of the item with the value of theirs. Returns `undefined` if both cannot be in the document. */
function keepBoth(document: Workflow, conflict: Conflict): Workflow | undefined {
  const [first, id, ...rest] = conflict.path
  const list = listNames.find((name) => name === first)
  if (list === undefined || list === 'groups' || id === undefined) return undefined
  if (conflict.ours === undefined || conflict.theirs === undefined) return undefined
  const place = rest.slice(0, 2).join('/')
  const isWhole = place === ''
  if (!isWhole && !(list === 'nodes' ? /^(type|data\/config)$/ : list === 'notes' ? /^text$/ : /^ends$/).test(place))
    return undefined
  const mine = applySide(document, conflict, 'ours')!
  const item = (mine[list] ?? ([] as readonly Item[])).find((candidate) => candidate.id === id)
  if (!item) return undefined
  const items: readonly Item[] = mine[list] ?? []
  const existing = (document[list] as readonly Item[] | undefined)?.find((other) => other.id === toCopyId(id))
  const source = existing ?? { ...moveBeside(isWhole ? (conflict.theirs as unknown as Item) : item), id: toCopyId(id) }
  const copy = isWhole ? source : setItemProperty(list, source, rest, conflict.theirs)
  const changed = { ...mine, [list]: items.toSpliced(items.indexOf(item) + 1, 0, copy) }
  if (list === 'nodes') return { ...changed, edges: [...changed.edges, ...copyInputs(mine.edges, id)] }
  return list === 'edges' && findUnsoundEdges(changed, [mine]).length > 0 ? undefined : changed
}

const copyOffset = 160

function moveBeside(item: Item & { position?: { x: number; y: number } }): Item {
  const { position } = item
  return position ? ({ ...item, position: { x: position.x, y: position.y + copyOffset } } as Item) : item
}

/** Connects the copy of a node to the sources of the node. */
const copyInputs = (edges: readonly WorkflowEdge[], node: string): WorkflowEdge[] =>
  edges
    .filter(({ source, target }) => target === node && source !== node)
    .map(({ points: _points, ...edge }) => ({ ...edge, id: toCopyId(edge.id), target: toCopyId(node) }))

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
