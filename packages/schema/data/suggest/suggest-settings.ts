import type { Config, Json } from '../../document/workflow.ts'
import { getTypeFamily, type Column } from '../table.ts'
import { findColumnRoles, type ColumnFacts, type ColumnRoles } from './column-roles.ts'
import { suggestChart } from './suggest-chart.ts'
import { suggestGraph } from './suggest-graph.ts'

/** A new node, and the columns of the tables connected to it. @internal */
export interface SettingsRequest {
  /** The node type. */
  readonly type: string
  /** The JSON Schema of its settings. Used for node types without a rule in this file. */
  readonly settings?: Readonly<Record<string, unknown>> | undefined
  /** The columns of the connected tables, keyed by input. */
  readonly inputs: Readonly<Record<string, readonly Column[]>>
  /** Statistics of the columns, if known. */
  readonly facts?: readonly ColumnFacts[] | undefined
}

interface Table extends ColumnRoles {
  readonly columns: readonly Column[]
  /** The numeric column that is most likely to be analyzed, and the function to aggregate it with. */
  readonly measure: { readonly column: Column; readonly function: 'sum' | 'mean' } | undefined
  /** Categories, and numeric columns that represent a period, such as a year. The most likely groups come first. */
  readonly groups: readonly Column[]
}

/**
 * Suggests settings for a new node based on the columns of its inputs, such as the column to sort by, the groups and
 * measure of an aggregation, or the keys of a join. Node types without a rule get a column for each required column
 * setting. The result is deterministic.
 *
 * @returns Only the settings that differ from the defaults. Empty if the columns do not suggest any.
 * @internal
 *
 * @example
 *   const columns = [{ name: 'day', type: 'DATE' }]
 *   suggestSettings({ type: 'sort', inputs: { table: columns } })
 *   // { by: [{ column: 'day', direction: 'descending', empty: 'last' }] }
 */
export function suggestSettings({ type, settings, inputs, facts: statistics }: SettingsRequest): Config {
  if (type === 'join') return suggestKeys(inputs['left'] ?? [], inputs['right'] ?? [])
  if (type === 'graph') {
    const spec = suggestGraph({ links: inputs['links'], points: inputs['points'] })
    return Object.fromEntries(Object.entries(spec).filter(([, value]) => value !== ''))
  }
  const columns = inputs['table'] ?? Object.values(inputs)[0] ?? []
  if (columns.length === 0) return {}
  const table = analyzeTable(columns, statistics)
  return Object.hasOwn(rules, type) ? rules[type]!(table, statistics) : fillRequiredColumns(settings, table)
}

const rules: Readonly<Record<string, (table: Table, statistics?: readonly ColumnFacts[]) => Config>> = {
  sort({ times, measure, columns }) {
    const descendingColumn = times[0] ?? measure?.column
    const column = descendingColumn ?? columns.find(isFlatColumn)
    const direction = descendingColumn ? 'descending' : 'ascending'
    return column ? { by: [{ column: column.name, direction, empty: 'last' }] } : {}
  },
  aggregate({ groups: [group], measure }) {
    return {
      ...(group ? { groupBy: [group.name] } : {}),
      ...(measure
        ? { measures: [{ function: measure.function, column: measure.column.name, as: '', separator: ', ' }] }
        : {}),
    }
  },
  pivot({ groups, times, measure }) {
    const [columnGroup] = groups
    const rowGroup = groups[1] ?? times[0]
    if (!columnGroup) return {}
    return {
      column: columnGroup.name,
      ...(rowGroup ? { rows: [rowGroup.name] } : {}),
      ...(measure ? { function: measure.function, value: measure.column.name } : {}),
    }
  },
  unpivot: ({ numbers }) => (numbers.length > 1 ? { columns: toNames(numbers) } : {}),
  filter: suggestConditions,
  split: suggestConditions,
  select: ({ columns }) => (columns.length <= 1000 ? { columns: toNames(columns) } : {}),
  deduplicate: ({ ids: [id] }) => (id ? { columns: [id.name] } : {}),
  fill({ numbers, categories }) {
    if (numbers.length > 0) return { columns: toNames(numbers), how: 'median' }
    return categories.length > 0 ? { columns: toNames(categories), how: 'mode' } : {}
  },
  rename_and_cast({ columns }) {
    const columnsToRename = columns.flatMap(({ name }) => {
      const cleanName = name.trim().split(/\s+/).join(' ')
      return cleanName === name || cleanName === '' ? [] : [{ column: name, name: cleanName, type: '', format: '' }]
    })
    const [first] = columns
    return {
      columns: columnsToRename.length > 0 ? columnsToRename : [{ column: first!.name, name: '', type: '', format: '' }],
    }
  },
  derive_column({ numbers }) {
    const price = numbers.find(({ name }) => pricePattern.test(name))
    const quantity = numbers.find((column) => column !== price && quantityPattern.test(column.name))
    if (!price || !quantity) return {}
    return { column: 'total', expression: `${quoteName(price.name)} * ${quoteName(quantity.name)}` }
  },
  validation({ columns, ids: [id] }) {
    const requiredColumns = id ? [{ name: id.name, nullable: false, unique: true }] : toNames(columns)
    return { schema: JSON.stringify({ columns: requiredColumns }) }
  },
  chart(table, statistics) {
    const { x, y, color, measure } = suggestChart(table.columns, statistics)
    return { x, ...(y === '' ? {} : { y, measure }), ...(color === '' ? {} : { color }) }
  },
}

/** Suggests a condition that almost all rows meet. It demonstrates how to write a condition, but removes few rows. */
function suggestConditions({ measure, groups, columns }: Table): Config {
  const column = measure?.column ?? groups[0] ?? columns.find(isFlatColumn)
  return column ? { conditions: [{ column: column.name, is: 'is-not-empty', value: '' }] } : {}
}

/**
 * Suggests join keys: ids that both tables have or, failing that, a column that refers to the other table's id, or a
 * shared category.
 */
function suggestKeys(left: readonly Column[], right: readonly Column[]): Config {
  const rightByName = new Map(right.map((column) => [column.name.toLowerCase(), column]))
  const { ids, categories, times } = findColumnRoles(left)
  const findSharedKeys = (candidates: readonly Column[]): KeyPair[] =>
    candidates.flatMap((column) => {
      const rightColumn = rightByName.get(column.name.toLowerCase())
      return rightColumn && canCompare(column, rightColumn) ? [{ left: column.name, right: rightColumn.name }] : []
    })
  const isBareId = ({ name }: Column): boolean => /^(id|key|index|uuid)$/i.test(name)
  const qualifiedKeys = findSharedKeys(ids.filter((column) => !isBareId(column)))
  if (qualifiedKeys.length > 0) return { keys: qualifiedKeys }
  const rightIds = findColumnRoles(right).ids
  const reference =
    findReference(ids, rightIds.filter(isBareId)) ?? swapSides(findReference(rightIds, ids.filter(isBareId)))
  const [key] = [
    ...(reference ? [reference] : []),
    ...findSharedKeys(ids),
    ...findSharedKeys(categories),
    ...findSharedKeys(left.filter(({ type }) => getTypeFamily(type) === 'text')),
    ...findSharedKeys(times),
  ]
  return key ? { keys: [key] } : {}
}

/** A pair of columns, one from each table. Rows with equal values are joined. */
type KeyPair = Record<'left' | 'right', string>

/** Finds a column such as `customer_id` that refers to a column named just `id`. */
function findReference(columns: readonly Column[], [id]: readonly Column[]): KeyPair | undefined {
  const reference = id && columns.find((column) => /[_\s.-]id$/i.test(column.name) && canCompare(column, id))
  return reference && { left: reference.name, right: id.name }
}

const swapSides = (pair: KeyPair | undefined): KeyPair | undefined => pair && { left: pair.right, right: pair.left }

const canCompare = (a: Column, b: Column): boolean => {
  const [familyA, familyB] = [getTypeFamily(a.type), getTypeFamily(b.type)]
  return familyA === familyB || familyA === 'unknown' || familyB === 'unknown'
}

const mainMeasurePattern = /revenue|amount|total|sales|turnover|umsatz|betrag|summe/i
const sumPattern =
  /revenue|amount|total|sales|turnover|profit|cost|quantity|qty|count|units|volume|population|spend|budget|income|umsatz|betrag|summe|menge|anzahl|kosten|gewinn|einnahmen|ausgaben/i
const pricePattern = /price|preis/i
const quantityPattern = /quantity|qty|units|menge|anzahl/i
const coordinatePattern = /^(x|y|z|lon|lng|longitude|lat|latitude)$/i
const periodPattern = /^(year|quarter|month|week|day|hour|jahr|quartal|monat|woche|tag|stunde)$/i
const groupPattern =
  /(^|[^a-z])(category|type|class|kind|group|region|country|state|city|town|status|segment|species|department|channel|gender|brand|product|kategorie|typ|klasse|gruppe|land|stadt|abteilung|kanal|geschlecht|marke|produkt)([^a-z]|$)/i

function analyzeTable(columns: readonly Column[], statistics: readonly ColumnFacts[] | undefined): Table {
  const roles = findColumnRoles(columns, statistics)
  const isPeriod = ({ name }: Column): boolean => periodPattern.test(name)
  const periods = roles.numbers.filter(isPeriod)
  const numbers = roles.numbers.filter((column) => !isPeriod(column) && !coordinatePattern.test(column.name))
  const measure =
    numbers.find(({ name }) => mainMeasurePattern.test(name)) ??
    numbers.find(({ name }) => sumPattern.test(name)) ??
    numbers[0]
  const isNamedGroup = ({ name }: Column): boolean => groupPattern.test(name)
  const groups = [
    ...roles.categories.filter(isNamedGroup),
    ...roles.categories.filter((column) => !isNamedGroup(column)),
    ...periods,
  ]
  return {
    ...roles,
    columns,
    numbers,
    groups,
    measure: measure && { column: measure, function: sumPattern.test(measure.name) ? 'sum' : 'mean' },
  }
}

/** Fills required settings of the formats `column` and `columns`. */
function fillRequiredColumns(settings: SettingsRequest['settings'], { measure, groups, columns }: Table): Config {
  const column = measure?.column ?? groups[0] ?? columns[0]!
  const { properties = {} } = (settings ?? {}) as { properties?: Record<string, Record<string, unknown>> }
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, { format, minLength, minItems, default: value }]): [string, Json][] => {
      if (format === 'column' && Number(minLength) > 0 && (value ?? '') === '') return [[name, column.name]]
      return format === 'columns' && Number(minItems) > 0 ? [[name, [column.name]]] : []
    }),
  )
}

const isFlatColumn = ({ type }: Column): boolean => getTypeFamily(type) !== 'nested'

const toNames = (columns: readonly Column[]): string[] => columns.map(({ name }) => name)

const quoteName = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : `\`${name}\``)
