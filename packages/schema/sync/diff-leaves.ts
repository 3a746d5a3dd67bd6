import { findMovedKeys, indexByKey } from '../document/merging/list-keys.ts'
import { readWorkflow } from '../document/read-workflow.ts'
import type { Json, Workflow } from '../document/workflow.ts'
import { isRecord, isSameJson } from '../wire/is-same-json.ts'
import { itemKinds, itemLists, itemParts, type ItemList } from './item-fields.ts'
import {
  emptyTree,
  existenceMark,
  findPart,
  insideMark,
  isEmptyMark,
  orderMark,
  toSegment,
  writeLeaves,
  type LeafChange,
  type LeafTree,
} from './leaf-tree.ts'
import { createKeyBetween } from './order-key.ts'

type Path = readonly string[]

/** The leaves of a document. @internal */
export const toLeaves = (workflow: Workflow): LeafTree =>
  writeLeaves(emptyTree, diffLeaves(undefined, workflow, emptyTree))

/**
 * Returns the changes of leaves from one document to another. Parts that are the same object in both are skipped.
 *
 * @param tree The leaves of `before`, which contain the order keys of its items.
 *
 * @internal
 */
export function diffLeaves(before: Workflow | undefined, after: Workflow, tree: LeafTree): LeafChange[] {
  const changes: LeafChange[] = []
  diffDocument(before, after, { tree, path: [], changes })
  return changes
}

interface Scope {
  /** The leaves of the document that contains `path`. */
  readonly tree: LeafTree
  readonly path: Path
  readonly changes: LeafChange[]
}

const addChange = ({ path, changes }: Scope, segments: Path, value: unknown): void => {
  const leaf = [...path, ...segments].join('/')
  changes.push(value === undefined ? { leaf } : { leaf, value: value as Json })
}

function diffDocument(before: Workflow | undefined, after: Workflow, scope: Scope): void {
  for (const key of ['name', 'description', 'status', 'ports'] as const)
    diffAtomic(before?.[key], after[key], [key], scope)
  diffRecord(before?.references, after.references, ['references'], scope)
  if (before?.settings !== after.settings) {
    diffAtomic(toMark(before?.settings), toMark(after.settings), ['settings'], scope)
    diffAtomic(before?.settings?.retry, after.settings?.retry, ['settings', 'retry'], scope)
    diffValue(before?.settings?.variables, after.settings?.variables, ['settings', 'variables'], scope)
  }
  if (before?.tags !== after.tags) {
    diffAtomic(toMark(before?.tags), toMark(after.tags), ['tags'], scope)
    diffItems('tags', before?.tags ?? [], after.tags ?? [], scope)
  }
  for (const list of itemLists) {
    if (before?.[list] === after[list]) continue
    diffAtomic(toMark(before?.[list]), toMark(after[list]), [list], scope)
    diffList(list, before?.[list] ?? [], after[list] ?? [], scope)
  }
}

/** Returns a value only if it marks an empty list or record. */
const toMark = (value: unknown): Json | undefined =>
  isEmptyMark(value as Json | undefined) ? (value as Json) : undefined

function diffList(
  list: ItemList,
  before: readonly { id: string }[],
  after: readonly { id: string }[],
  scope: Scope,
): void {
  const previousItems = indexByKey(before, ({ id }) => id)
  diffItems(
    list,
    before.map(({ id }) => id),
    after.map(({ id }) => id),
    scope,
  )
  for (const item of after) {
    const previousItem = previousItems.get(item.id)
    if (previousItem === item) continue
    const { split } = itemKinds[list]
    const parts: Readonly<Record<string, string>> = itemParts[list]
    const fields = split(item as never)
    const previousFields = previousItem && split(previousItem as never)
    for (const name of new Set([...Object.keys(previousFields ?? {}), ...Object.keys(fields)])) {
      const path = [list, toSegment(item.id), name]
      const [previous, value] = [previousFields?.[name], fields[name]]
      if (parts[name] === 'members') diffMembers(previous, value, path, scope)
      else if (parts[name] === 'record') diffRecord(previous, value, path, scope)
      else if (parts[name] === 'settings') diffSettings(previous, value, path, scope)
      else diffAtomic(previous, value, path, scope)
    }
  }
}

/** Returns the changes of which items exist, and of their order keys. Few items change their key. */
function diffItems(list: string, before: readonly string[], after: readonly string[], scope: Scope): void {
  if (before === after) return
  const [previousIds, ids] = [new Set(before), new Set(after)]
  for (const id of previousIds) if (!ids.has(id)) addChange(scope, [list, toSegment(id), existenceMark], undefined)
  for (const id of ids) if (!previousIds.has(id)) addChange(scope, [list, toSegment(id), existenceMark], true)
  const movedIds = findMovedKeys([...previousIds], [...ids])
  const order = [...ids]
  const getKey = (id: string): string => {
    if (movedIds.has(id) || !previousIds.has(id)) return ''
    const key = findPart(scope.tree, [list, toSegment(id), orderMark])?.value
    return typeof key === 'string' ? key : ''
  }
  const keys = order.map(getKey)
  /** The index of the next item that keeps a key, from each item on. */
  let nextIndex = 0
  let [lastKey, lastId] = ['', '']
  for (const [index, id] of order.entries()) {
    let key = keys[index]!
    // Items with equal keys, which two people inserted at the same place, are in the order of their ids.
    if (key === '' || key < lastKey || (key === lastKey && id <= lastId)) {
      nextIndex = Math.max(nextIndex, index + 1)
      while (nextIndex < keys.length && keys[nextIndex]! <= lastKey) nextIndex++
      key = createKeyBetween(lastKey, keys[nextIndex] ?? '')
      addChange(scope, [list, toSegment(id), orderMark], key)
    }
    ;[lastKey, lastId] = [key, id]
  }
}

const diffAtomic = (before: unknown, after: unknown, path: Path, scope: Scope): void => {
  if (!isSameJson(before, after)) addChange(scope, path, after)
}

/** Compares records whose members change as a whole. */
function diffRecord(before: unknown, after: unknown, path: Path, scope: Scope): void {
  diffAtomic(toMark(before), toMark(after), path, scope)
  const [previous, current] = [toRecord(before), toRecord(after)]
  for (const key of listKeys(previous, current))
    diffAtomic(getOwn(previous, key), getOwn(current, key), [...path, toSegment(key)], scope)
}

function diffMembers(before: unknown, after: unknown, path: Path, scope: Scope): void {
  const [previous, current] = [new Set((before ?? []) as string[]), new Set(after as string[])]
  for (const id of previous) if (!current.has(id)) addChange(scope, [...path, toSegment(id)], undefined)
  for (const id of current) if (!previous.has(id)) addChange(scope, [...path, toSegment(id)], true)
}

/** Compares the settings of a node, which always exist. */
function diffSettings(before: unknown, after: unknown, path: Path, scope: Scope): void {
  const [previous, current] = [toRecord(before), toRecord(after)]
  for (const key of listKeys(previous, current))
    diffValue(getOwn(previous, key), getOwn(current, key), [...path, toSegment(key)], scope)
}

/** Compares values key by key, and workflows by their items. Lists and other values change as a whole. */
function diffValue(before: unknown, after: unknown, path: Path, scope: Scope): void {
  if (before === after) return
  const [previousInside, inside] = [isWorkflowValue(before), isWorkflowValue(after)]
  const insidePath = [...path, insideMark]
  if (previousInside && !inside) addChange(scope, [...insidePath, existenceMark], undefined)
  if (inside) {
    const innerScope: Scope = {
      tree: (previousInside && findPart(scope.tree, insidePath)) || emptyTree,
      path: [...scope.path, ...insidePath],
      changes: scope.changes,
    }
    if (!previousInside) {
      diffValue(before, undefined, path, scope)
      addChange(innerScope, [existenceMark], true)
    }
    return diffDocument(previousInside ? (before as Workflow) : undefined, after as Workflow, innerScope)
  }
  const previousRecord = previousInside ? {} : toRecord(before)
  const record = toRecord(after)
  const previousLeaf = previousInside || Object.keys(previousRecord).length > 0 ? undefined : before
  diffAtomic(previousLeaf, Object.keys(record).length > 0 ? undefined : after, path, scope)
  for (const key of listKeys(previousRecord, record))
    diffValue(getOwn(previousRecord, key), getOwn(record, key), [...path, toSegment(key)], scope)
}

const toRecord = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {})
const getOwn = (record: Record<string, unknown>, key: string): unknown =>
  Object.hasOwn(record, key) ? record[key] : undefined
const listKeys = (a: object, b: object): Set<string> => new Set([...Object.keys(a), ...Object.keys(b)])

const workflowValues = new WeakMap<object, boolean>()

/** Returns whether a setting is a workflow that contains everything that reading it would add. Others are records. */
function isWorkflowValue(value: unknown): boolean {
  if (!isRecord(value) || !Array.isArray(value.nodes)) return false
  let isWorkflow = workflowValues.get(value)
  if (isWorkflow === undefined) {
    const { workflow } = readWorkflow(value)
    isWorkflow = workflow !== undefined && isSameJson(workflow, value)
    workflowValues.set(value, isWorkflow)
  }
  return isWorkflow
}
