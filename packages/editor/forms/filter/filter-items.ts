import type { Json } from '@aw-flow/schema'

/** Whether all items of a list must match, or at least one. */
export type FilterMatch = 'all' | 'any'

/** A comparison of a column with a value. */
export interface FilterCondition {
  readonly column: string
  readonly is: string
  readonly value?: Json
}

/** A group of conditions in parentheses. */
export interface FilterGroup {
  readonly is: 'group'
  readonly match: FilterMatch
  readonly conditions: readonly FilterItem[]
}

/** An item of a filter: a condition or a group. */
export type FilterItem = FilterCondition | FilterGroup

/** The indices that lead from the top level to an item: those of the enclosing groups, followed by the item's own. */
export type FilterPath = readonly number[]

type JsonObject = { readonly [key: string]: Json }

/** Returns the items of a group as stored in the document. */
export const getGroupItems = (item: Json | undefined): readonly Json[] =>
  isObject(item) && Array.isArray(item.conditions) ? item.conditions : []

/** Returns whether an item is a group. */
export const isGroupItem = (item: Json | undefined): item is JsonObject => isObject(item) && item.is === 'group'

/** Reads a condition. Missing or malformed parts are replaced with defaults. */
export function readCondition(item: Json | undefined): FilterCondition {
  const { column, is, value } = isObject(item) ? item : {}
  return {
    column: typeof column === 'string' ? column : '',
    is: typeof is === 'string' ? is : 'equals',
    value: value ?? '',
  }
}

/** Replaces an item with any number of other items. A group that becomes empty is removed, too. */
export function replaceItem(items: readonly Json[], path: FilterPath, replacements: readonly Json[]): Json[] {
  const [index, ...rest] = path
  return items.flatMap((item, position) => {
    if (position !== index) return [item]
    if (rest.length === 0) return [...replacements]
    if (!isGroupItem(item)) return [item]
    const conditions = replaceItem(getGroupItems(item), rest, replacements)
    return conditions.length === 0 ? [] : [{ ...item, conditions }]
  })
}

/** Appends an item to a group or, for an empty path, to the top level. */
export function addItem(items: readonly Json[], groupPath: FilterPath, item: Json): Json[] {
  const [index, ...rest] = groupPath
  if (index === undefined) return [...items, item]
  return items.map((existingItem, position) =>
    position === index && isGroupItem(existingItem)
      ? { ...existingItem, conditions: addItem(getGroupItems(existingItem), rest, item) }
      : existingItem,
  )
}

/** Combines a filter with another one so that rows must match both. Groups are created only where necessary. */
export function combineFilters(
  items: readonly Json[],
  match: FilterMatch,
  otherFilter: Pick<FilterGroup, 'match' | 'conditions'>,
): { readonly conditions: Json[]; readonly match: FilterMatch } {
  const otherItems = otherFilter.conditions as readonly unknown[] as readonly Json[]
  if (items.length === 0) return { conditions: [...otherItems], match: otherFilter.match }
  const toConjunction = (conditions: readonly Json[], originalMatch: FilterMatch): Json[] =>
    originalMatch === 'all' || conditions.length < 2
      ? [...conditions]
      : [{ is: 'group', match: 'any', conditions: [...conditions] }]
  return { conditions: [...toConjunction(items, match), ...toConjunction(otherItems, otherFilter.match)], match: 'all' }
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
