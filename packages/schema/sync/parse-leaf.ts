import { answersSchema } from '../data/answer.ts'
import { maxDepth } from '../document/find-forbidden-path.ts'
import { idSchema, jsonSchema, reservedNames, workflowSchema } from '../document/workflow.ts'
import { z } from '../wire/zod.ts'
import { isItemList, itemKinds, itemParts, type ItemList } from './item-fields.ts'
import { existenceMark, fromSegment, insideMark, orderMark } from './leaf-tree.ts'
import { orderKeyPattern } from './order-key.ts'

/** A leaf as its name describes it. */
export interface ParsedLeaf {
  readonly path: readonly string[]
  /** The lengths of the paths of the items and inner workflows that contain the leaf, outermost first. */
  readonly itemLengths: readonly number[]
  /** The length of the path of the workflow that contains the leaf: 0 for the document itself. */
  readonly scopeLength: number
  readonly kind: 'existence' | 'value' | 'setting'
  /** The list of the item that contains the leaf, within its workflow. */
  readonly list: ItemList | undefined
  readonly schema: z.ZodType
  /** Whether the leaf can be removed only together with its item. */
  readonly isRequired: boolean
}

const maxNameLength = 2_000
const markSchema = z.literal(true)
const orderSchema = z.string().regex(orderKeyPattern)
const emptyListSchema = z.array(z.never()).max(0)
const emptyRecordSchema = z.strictObject({})
const tagSchema = workflowSchema.shape.tags.unwrap().element
const documentFields = {
  name: workflowSchema.shape.name,
  description: workflowSchema.shape.description,
  status: workflowSchema.shape.status,
  ports: workflowSchema.shape.ports,
} as const
const settingsFields = workflowSchema.shape.settings.unwrap().shape

type Position = Pick<ParsedLeaf, 'path' | 'itemLengths' | 'scopeLength'>

/** Reads the name of a leaf. Returns `undefined` if documents have no such leaf. */
export function parseLeaf(name: string): ParsedLeaf | undefined {
  if (name.length > maxNameLength) return undefined
  const path = name.split('/')
  if (path.length > maxDepth || path.some((segment) => reservedNames.has(fromSegment(segment)))) return undefined
  return parseInDocument({ path, itemLengths: [], scopeLength: 0 })
}

function parseInDocument(position: Position): ParsedLeaf | undefined {
  const [first, second, ...rest] = position.path.slice(position.scopeLength)
  const isInner = position.scopeLength > 0
  if (first === existenceMark && isInner && second === undefined) return leaf(position, 'existence', markSchema)
  if (first !== undefined && Object.hasOwn(documentFields, first))
    return second === undefined
      ? leaf(position, 'value', documentFields[first as keyof typeof documentFields], { isRequired: first === 'name' })
      : undefined
  if (first === 'references') {
    if (second === undefined) return leaf(position, 'value', emptyRecordSchema)
    return rest.length === 0 ? leaf(position, 'value', idSchema) : undefined
  }
  if (first === 'settings') {
    if (second === undefined) return leaf(position, 'value', emptyRecordSchema)
    if (second === 'retry') return rest.length === 0 ? leaf(position, 'value', settingsFields.retry) : undefined
    return second === 'variables' ? parseSetting(position, position.scopeLength + 2) : undefined
  }
  if (first === 'tags' || isItemList(first)) return parseInList(position, first)
  return undefined
}

function parseInList(position: Position, list: ItemList | 'tags'): ParsedLeaf | undefined {
  const { path, scopeLength } = position
  const [id, field, ...rest] = path.slice(scopeLength + 1)
  if (id === undefined) return leaf(position, 'value', emptyListSchema)
  const idCheck = list === 'tags' ? tagSchema : idSchema
  if (field === undefined || !idCheck.safeParse(fromSegment(id)).success) return undefined
  const inItem: Position = { ...position, itemLengths: [...position.itemLengths, scopeLength + 2] }
  const itemList = list === 'tags' ? undefined : list
  if (field === existenceMark || field === orderMark) {
    const isMark = field === existenceMark
    const parsed = leaf(inItem, isMark ? 'existence' : 'value', isMark ? markSchema : orderSchema, { list: itemList })
    return rest.length === 0 ? parsed : undefined
  }
  if (!itemList) return undefined
  const parts: Readonly<Record<string, string>> = itemParts[itemList]
  if (Object.hasOwn(parts, field)) return parseInPart(inItem, itemList, parts[field]!)
  const { fields, requiredFields } = itemKinds[itemList]
  if (rest.length > 0 || !Object.hasOwn(fields, field)) return undefined
  return leaf(inItem, 'value', fields[field]!, { list: itemList, isRequired: requiredFields.includes(field) })
}

function parseInPart(position: Position, list: ItemList, kind: string): ParsedLeaf | undefined {
  const { path, scopeLength } = position
  const memberIndex = scopeLength + 3
  if (kind === 'settings') return path.length > memberIndex ? parseSetting(position, memberIndex, list) : undefined
  if (path.length > memberIndex + 1) return undefined
  if (kind === 'members')
    return path.length > memberIndex && idSchema.safeParse(path[memberIndex]).success
      ? leaf(position, 'value', markSchema, { list })
      : undefined
  if (path.length === memberIndex) return leaf(position, 'value', emptyRecordSchema, { list })
  return leaf(position, 'value', answersSchema, { list })
}

/** Reads the name of a setting or variable, which can contain a workflow. */
function parseSetting(position: Position, start: number, list?: ItemList): ParsedLeaf | undefined {
  const insideIndex = position.path.indexOf(insideMark, start)
  if (insideIndex < 0) return leaf(position, 'setting', jsonSchema, { list })
  const innerLength = insideIndex + 1
  return parseInDocument({
    path: position.path,
    itemLengths: [...position.itemLengths, innerLength],
    scopeLength: innerLength,
  })
}

function leaf(
  position: Position,
  kind: ParsedLeaf['kind'],
  schema: z.ZodType,
  { list, isRequired = false }: { list?: ItemList | undefined; isRequired?: boolean } = {},
): ParsedLeaf {
  return { ...position, kind, schema, list, isRequired }
}
