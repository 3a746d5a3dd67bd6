import type { Column, Config } from '@aw-flow/schema'
import { getTypeFamily, type TableFilter } from '@aw-flow/schema/internal'
import type { TableView } from '../../../views/table/table-view.ts'

/** The type and settings of a node that reproduces a part of a view, such as its sort order. */
export interface ViewNode {
  readonly type: 'filter' | 'aggregate' | 'sort' | 'select'
  readonly config: Config
}

type FilterSettings = {
  conditions: { column: string; is: string; value: string | string[] }[]
  match: 'all' | 'any'
  expression: string
}

/**
 * Returns the nodes that reproduce a table view, in order: Filter nodes, an Aggregate node if the view is grouped, a
 * Sort node, and a Select node if an ungrouped view has hidden columns.
 *
 * @param columns - The columns of the viewed table.
 */
export function viewToNodes(
  { filters, sort, groups, hidden = [] }: TableView,
  columns: readonly Column[],
): readonly ViewNode[] {
  const toSortNodes = (): ViewNode[] =>
    sort.length === 0
      ? []
      : [{ type: 'sort', config: { by: sort.map((key) => ({ ...key, empty: 'last' })), ignoreCase: false } }]
  const filterNodes = toFilterNodes(filters, columns)
  if (groups) {
    const measures = groups.measures.map((measure) => ({ ...measure, as: '', separator: ', ' }))
    return [...filterNodes, { type: 'aggregate', config: { groupBy: groups.by, measures } }, ...toSortNodes()]
  }
  // Remove hidden columns last, because rows may be sorted by them.
  const selectNodes: ViewNode[] =
    hidden.length === 0 ? [] : [{ type: 'select', config: { columns: [...hidden], how: 'drop' } }]
  return [...filterNodes, ...toSortNodes(), ...selectNodes]
}

/**
 * Returns the Filter nodes that reproduce a view's filters. A filter with alternative conditions needs its own node;
 * all other filters share a node.
 */
function toFilterNodes(filters: readonly TableFilter[], columns: readonly Column[]): ViewNode[] {
  const sharedSettings: FilterSettings = { conditions: [], match: 'all', expression: '' }
  const expressions: string[] = []
  const separateNodes: ViewNode[] = []
  for (const filter of filters) {
    const type = columns.find(({ name }) => name === filter.column)?.type ?? ''
    const { conditions = [], expression, match = 'all' } = toFilterSettings(filter, type)
    if (match === 'any') separateNodes.push(toFilterNode({ conditions, match, expression: '' }))
    else sharedSettings.conditions.push(...conditions)
    if (expression !== undefined) expressions.push(expression)
  }
  sharedSettings.expression =
    expressions.length > 1 ? expressions.map((text) => `(${text})`).join(' and ') : expressions.join('')
  const isEmpty = sharedSettings.conditions.length === 0 && sharedSettings.expression === ''
  return isEmpty ? separateNodes : [toFilterNode(sharedSettings), ...separateNodes]
}

const toFilterNode = (settings: FilterSettings): ViewNode => ({ type: 'filter', config: { ...settings } })

function toFilterSettings(
  { column, test, value = '', upTo = '', values = [] }: TableFilter,
  type: string,
): Partial<FilterSettings> {
  const family = getTypeFamily(type)
  const createCondition = (is: string, operand: string | string[] = ''): FilterSettings['conditions'][number] => ({
    column,
    is,
    value: operand,
  })
  const operand = family === 'number' ? value.replaceAll(/[\s_']/g, '') : value.trim()
  const limit = family === 'number' ? upTo.replaceAll(/[\s_']/g, '') : upTo.trim()
  switch (test) {
    case 'one-of': {
      const nonNullValues = values.filter((text) => text !== null)
      if (nonNullValues.length === values.length) return { conditions: [createCondition('is-one-of', nonNullValues)] }
      if (nonNullValues.length === 0) return { conditions: [createCondition('is-empty')] }
      return { conditions: [createCondition('is-empty'), createCondition('is-one-of', nonNullValues)], match: 'any' }
    }
    case 'empty':
      return family === 'text'
        ? { conditions: [createCondition('is-empty'), createCondition('equals', '')], match: 'any' }
        : { conditions: [createCondition('is-empty')] }
    case 'filled':
      return {
        conditions: [
          createCondition('is-not-empty'),
          ...(family === 'text' ? [createCondition('not-equals', '')] : []),
        ],
      }
    case 'between':
      return {
        conditions: [
          ...(value === '' ? [] : [createCondition('at-least', operand)]),
          ...(upTo === '' ? [] : [createCondition('at-most', limit)]),
        ],
      }
    case 'below':
      return { conditions: [createCondition('less', operand)] }
    case 'above':
      return { conditions: [createCondition('more', operand)] }
    case 'equals':
    case 'differs':
      if (family === 'number' || family === 'time' || family === 'boolean')
        return { conditions: [createCondition(test === 'equals' ? 'equals' : 'not-equals', operand)] }
      break
    default:
  }
  return { expression: toTextExpression(column, test, value) }
}

/** Returns an expression that tests a cell's text, ignoring case. */
function toTextExpression(column: string, test: TableFilter['test'], value: string): string {
  const cell = `\`${column}\``
  const text = `$lowercase($string(${cell}))`
  const operand = JSON.stringify(value.toLowerCase())
  const negateOrNull = (expression: string): string => `$not($exists(${cell})) or $not(${expression})`
  switch (test) {
    case 'equals':
      return `${text} = ${operand}`
    case 'differs':
      return negateOrNull(`${text} = ${operand}`)
    case 'lacks':
      return negateOrNull(`$contains(${text}, ${operand})`)
    case 'starts':
      return `$contains(${text}, /^${escapePattern(value.toLowerCase())}/)`
    case 'ends':
      return `$contains(${text}, /${escapePattern(value.toLowerCase())}$/)`
    default:
      return `$contains(${text}, ${operand})`
  }
}

const escapePattern = (text: string): string => text.replaceAll(/[/\\^$.*+?()[\]{}|]/g, '\\$&')
