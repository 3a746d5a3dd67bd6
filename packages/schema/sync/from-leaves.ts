import { createEmptyWorkflow, workflowFormatVersion, type Json, type Workflow } from '../document/workflow.ts'
import { itemKinds, itemLists, itemParts, type ItemList } from './item-fields.ts'
import { existenceMark, findPart, fromSegment, insideMark, isEmptyMark, orderMark, type LeafTree } from './leaf-tree.ts'

type Children = ReadonlyMap<string, LeafTree>
const noChildren: Children = new Map()

/** Items and documents by their leaves. A part of a tree that did not change results in the same object. */
const items = new WeakMap<LeafTree, object>()
const lists = new WeakMap<LeafTree, unknown[]>()

/** Creates the document that has the leaves. Pure: equal leaves result in equal documents. @internal */
export function fromLeaves(tree: LeafTree): Workflow {
  return { ...createEmptyWorkflow(), ...readDocument(tree) }
}

function readDocument({ children = noChildren }: LeafTree): Partial<Workflow> {
  const document: Record<string, unknown> = { version: workflowFormatVersion }
  const setIfPresent = (name: string, value: unknown): void => {
    if (value !== undefined) document[name] = value
  }
  setIfPresent('name', children.get('name')?.value)
  setIfPresent('description', children.get('description')?.value)
  setIfPresent('status', children.get('status')?.value)
  setIfPresent(
    'tags',
    readList('tags', children.get('tags'), (segment) => fromSegment(segment)),
  )
  setIfPresent('settings', readSettings(children.get('settings')))
  for (const list of itemLists) {
    const read = (segment: string, part: LeafTree): unknown => readItem(list, segment, part)
    setIfPresent(list, readList(list, children.get(list), read))
  }
  setIfPresent('ports', children.get('ports')?.value)
  setIfPresent('references', readRecord(children.get('references')))
  return document as Partial<Workflow>
}

function readSettings(part: LeafTree | undefined): unknown {
  if (!part) return undefined
  const retry = part.children?.get('retry')?.value
  const variables = part.children?.get('variables')
  return {
    ...(retry === undefined ? {} : { retry }),
    ...(variables ? { variables: readValue(variables) } : {}),
  }
}

function readList(
  list: string,
  part: LeafTree | undefined,
  readEntry: (segment: string, part: LeafTree) => unknown,
): unknown[] | undefined {
  if (!part) return undefined
  const knownList = lists.get(part)
  if (knownList) return knownList
  const entries = [...(part.children ?? noChildren)].filter(([, item]) => item.children?.has(existenceMark))
  const getKey = (item: LeafTree): string => String(item.children?.get(orderMark)?.value ?? '')
  const sorted = entries
    .map(([segment, item]) => ({ segment, item, key: getKey(item), id: fromSegment(segment) }))
    .sort((a, b) => compare(a.key, b.key) || compare(a.id, b.id))
  const result = sorted.map(({ segment, item }) => readEntry(segment, item))
  lists.set(part, result)
  return result
}

function readItem(list: ItemList, segment: string, part: LeafTree): object {
  const knownItem = items.get(part)
  if (knownItem) return knownItem
  const fields: Record<string, unknown> = {}
  const parts: Readonly<Record<string, string>> = itemParts[list]
  for (const [name, field] of part.children ?? noChildren) {
    if (name === existenceMark || name === orderMark) continue
    if (parts[name] === 'members') fields[name] = [...(field.children ?? noChildren).keys()].map(fromSegment).sort()
    else if (parts[name] === 'record') fields[name] = readRecord(field)
    else if (parts[name] === 'settings') fields[name] = readValue(field)
    else fields[name] = field.value
  }
  const item = itemKinds[list].join(fromSegment(segment), fields)
  items.set(part, item)
  return item
}

/** Reads a record whose members are leaves. */
const readRecord = (part: LeafTree | undefined): unknown =>
  part && Object.fromEntries([...(part.children ?? noChildren)].sort(compareEntries).map(toMember))

const toMember = ([segment, part]: [string, LeafTree]): [string, unknown] => [fromSegment(segment), part.value]

function readValue(part: LeafTree): Json {
  const inside = findPart(part, [insideMark])
  if (inside?.children?.has(existenceMark)) return readDocument(inside) as Json
  if (part.value !== undefined && !(isEmptyMark(part.value) && part.children)) return part.value
  const entries = [...(part.children ?? noChildren)].sort(compareEntries)
  return Object.fromEntries(entries.map(([segment, child]) => [fromSegment(segment), readValue(child)]))
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const compareEntries = ([a]: [string, unknown], [b]: [string, unknown]): number => compare(a, b)
