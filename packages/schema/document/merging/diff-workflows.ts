import { diffConfig } from './diff-config.ts'
import type { Edit, NodeOptions, WorkflowDetails } from '../edit.ts'
import { indexByKey, findMovedKeys } from './list-keys.ts'
import { isSameJson } from '../../wire/is-same-json.ts'
import type { Workflow, WorkflowEdge, WorkflowNode } from '../workflow.ts'

type ListName = Extract<Edit, { type: 'place-item' }>['list']
interface Item {
  id: string
}

/**
 * Computes the edits that turn one document into another, based on stable ids and paths. Settings are compared one by
 * one, and sub-workflows are changed by inner edits. Applying the edits to `base` in order results in exactly `other`,
 * including the order of lists. Both documents must be valid, because edits cannot create an edge to a missing node;
 * `repair` removes such edges.
 *
 * @returns The edits, in application order. Empty if the documents are equal.
 * @example
 * applyEdit(base, { type: 'batch', edits: diffWorkflows(base, other) }).workflow // equals `other`
 * @internal
 */
export function diffWorkflows(base: Workflow, other: Workflow): Edit[] {
  if (base === other) return []
  const nodes = diffList('nodes', base.nodes, other.nodes, {
    remove: (id) => ({ type: 'remove-node', id }),
    add: (node, before) => ({ type: 'add-node', node, before }),
  })
  const edges = diffList('edges', base.edges, other.edges, {
    remove: (id) => ({ type: 'remove-edge', id }),
    add: (edge, before) => ({ type: 'add-edge', edge, before }),
    mustReplace: (edge, previous) => !hasSameEndpoints(edge, previous),
  })
  const groups = diffList('groups', base.groups ?? [], other.groups ?? [], {
    remove: (id) => ({ type: 'remove-group', id }),
    add: (group, before) => ({ type: 'add-group', group, before }),
  })
  const notes = diffList('notes', base.notes ?? [], other.notes ?? [], {
    remove: (id) => ({ type: 'remove-note', id }),
    add: (note, before) => ({ type: 'add-note', note, before }),
  })
  const isChanged = <T>([item, previous]: [T, T]): boolean => !isSameJson(item, previous)
  const movedNodes = nodes.sharedItems.filter(
    ([node, previous]) => !isReplaced(node, previous) && !isSameJson(node.position, previous.position),
  )
  return [
    ...diffDetails(base, other),
    ...[edges, nodes, groups, notes].flatMap(({ removals }) => removals),
    ...nodes.additions,
    ...(movedNodes.length > 0
      ? [
          {
            type: 'move-nodes' as const,
            positions: Object.fromEntries(movedNodes.map(([{ id, position }]) => [id, position])),
          },
        ]
      : []),
    ...nodes.sharedItems.flatMap(([node, previous]) => diffNode(node, previous)),
    ...edges.additions,
    ...edges.sharedItems.flatMap(([{ id, points }, previous]): Edit[] =>
      isSameJson(points, previous.points) ? [] : [{ type: 'set-points', id, points }],
    ),
    ...groups.sharedItems.filter(isChanged).map(([group]): Edit => ({ type: 'replace-group', group })),
    ...groups.additions,
    ...notes.sharedItems.filter(isChanged).map(([note]): Edit => ({ type: 'replace-note', note })),
    ...notes.additions,
  ]
}

const getEndpoints = ({ source, target, sourceHandle, targetHandle }: WorkflowEdge): (string | undefined)[] => [
  source,
  target,
  sourceHandle,
  targetHandle,
]

/** Returns whether two edges connect the same ports of the same nodes. @internal */
export const hasSameEndpoints = (a: WorkflowEdge, b: WorkflowEdge): boolean =>
  isSameJson(getEndpoints(a), getEndpoints(b))

interface ListEdits<T> {
  remove(id: string): Edit
  add(item: T, before: string | undefined): Edit
  /** Returns whether an item with the same id must be removed and added again. */
  mustReplace?(item: T, previous: T): boolean
}

/** Returns a list's removals, its additions and moves (from last to first), and the items that are in both versions. */
function diffList<T extends Item>(
  list: ListName,
  base: readonly T[],
  other: readonly T[],
  { remove, add, mustReplace = () => false }: ListEdits<T>,
): { removals: Edit[]; additions: Edit[]; sharedItems: [T, T][] } {
  const baseItems = indexByKey(base, ({ id }) => id)
  const otherItems = indexByKey(other, ({ id }) => id)
  const isShared = (item: T): boolean => {
    const previous = baseItems.get(item.id)
    return previous !== undefined && !mustReplace(item, previous)
  }
  const removals = [...baseItems.keys()]
    .filter((id) => {
      const item = otherItems.get(id)
      return !item || !isShared(item)
    })
    .map(remove)
  const movedIds = findMovedKeys(
    [...baseItems.keys()],
    [...otherItems.values()].filter(isShared).map(({ id }) => id),
  )
  const additions: Edit[] = []
  const sharedItems: [T, T][] = []
  let next: string | undefined
  for (const item of [...otherItems.values()].toReversed()) {
    if (!isShared(item)) additions.push(add(item, next))
    else {
      sharedItems.push([item, baseItems.get(item.id)!])
      if (movedIds.has(item.id)) additions.push({ type: 'place-item', list, id: item.id, before: next })
    }
    next = item.id
  }
  return { removals, additions, sharedItems: sharedItems.reverse() }
}

const isReplaced = (node: WorkflowNode, previous: WorkflowNode): boolean =>
  node.type !== previous.type || node.typeVersion !== previous.typeVersion

const optionNames: readonly (keyof NodeOptions)[] = ['mode', 'join', 'onError', 'retry', 'answers']

function diffNode(node: WorkflowNode, previous: WorkflowNode): Edit[] {
  if (node === previous) return []
  if (isReplaced(node, previous)) return [{ type: 'replace-node', node }]
  const { id, data, look } = node
  return [
    ...(data.label === previous.data.label ? [] : [{ type: 'set-label' as const, id, label: data.label }]),
    ...diffConfig(id, previous.data.config, data.config, diffWorkflows),
    ...optionNames
      .filter((option) => !isSameJson(node[option], previous[option]))
      .map((option): Edit => ({ type: 'set-option', id, option, options: pickOption(node, option) })),
    ...(isSameJson(look ?? {}, previous.look ?? {}) ? [] : [{ type: 'set-look' as const, id, look }]),
  ]
}

const pickOption = (node: WorkflowNode, option: keyof NodeOptions): NodeOptions =>
  node[option] === undefined ? {} : { [option]: node[option] }

const detailNames: readonly (keyof WorkflowDetails)[] = ['description', 'status', 'tags', 'retry']

function diffDetails(base: Workflow, other: Workflow): Edit[] {
  const getDetail = (workflow: Workflow, detail: keyof WorkflowDetails): unknown =>
    detail === 'retry' ? workflow.settings.retry : workflow[detail]
  const variables = { before: base.settings.variables ?? {}, after: other.settings.variables ?? {} }
  const names = new Set([...Object.keys(variables.before), ...Object.keys(variables.after)])
  const getOwn = (values: Record<string, unknown>, name: string): unknown =>
    Object.hasOwn(values, name) ? values[name] : undefined
  return [
    ...(base.name === other.name ? [] : [{ type: 'set-name' as const, name: other.name }]),
    ...detailNames
      .filter((detail) => !isSameJson(getDetail(base, detail), getDetail(other, detail)))
      .map((detail): Edit => {
        const value = getDetail(other, detail)
        return { type: 'set-detail', detail, details: value === undefined ? {} : { [detail]: value } }
      }),
    ...[...names]
      .filter((name) => !isSameJson(getOwn(variables.before, name), getOwn(variables.after, name)))
      .map((name): Edit => ({
        type: 'set-variable',
        name,
        ...(Object.hasOwn(variables.after, name) ? { value: variables.after[name]! } : {}),
      })),
    ...(isSameJson(base.ports, other.ports) ? [] : [{ type: 'set-ports' as const, ports: other.ports }]),
  ]
}
