import type { Column } from '@aw-flow/schema'
import type { DataQuery, QueryMeasure } from '../ask-data/data-query.ts'
import { isComplete, readConditions, toRowConditions, type RowConditions } from '../ask-data/read-conditions.ts'
import { readQuery } from '../ask-data/read-query.ts'
import type { ColumnValues } from '../ask-data/read-question.ts'
import { fold } from '../ask-data/stem.ts'
import { writeStatement } from '../ask-data/write-statement.ts'
import { findChartMark } from './chart-marks.ts'
import { blank } from './clause-words.ts'
import type { StepDraft } from './named-step.ts'

/** Verbs that request a result. The rules for questions expect only the result itself. */
const requestVerbs =
  /\b(?:compute|calculate|determine|work out|get|aggregate|summarize|berechne|ermittle|bestimme|gruppieren|berechnen|ermitteln)\b(?: (?:and|und) )?/giu

/** Words that ask for a difference between rows. The rules for questions ignore them. */
const changeWords = /\b(?:chang(?:e[ds]?|ing)|develop\w*|verander\w*|entwick\w*)\b/

/** Words that request a chart. */
const chartWords =
  /\b(?:(?:as|in|als|with|mit) )?(?:an? |the |eine?m? )?(?:(?:bar|line|area|pie|scatter|box|column) )?(?:charts?|plots?|graphs?|diagrams?|diagramm|balkendiagramm|liniendiagramm|saulendiagramm)(?: (?:of|for|von))?/giu

/**
 * Reads a question about a table and returns the nodes that answer it, or `undefined` if a word is ambiguous or not
 * understood. What the table nodes cannot express is computed by a SQL node.
 */
export function readDataQuestion(
  text: string,
  columns: readonly Column[],
  values: ColumnValues,
): readonly StepDraft[] | undefined {
  const folded = fold(text)
  if (changeWords.test(folded)) return undefined
  const mark = findChartMark(folded)
  const [question, conditionText] = splitAtRelation(moveGroups(mark ? blank(text, chartWords) : text))
  const conditions = conditionText === '' ? undefined : readConditions(conditionText, columns, values)
  if (conditionText !== '' && !(conditions && isComplete(conditions))) return undefined
  const { query, wantsChart, partialNames, rowNoun } = readQuery(blank(question, requestVerbs), columns, values)
  const drafts = query && compileQuery(query)
  if (!query || !drafts || partialNames.length > 0 || (wantsChart && !mark)) return undefined
  // In "show height and city", the noun can be a column that the table does not have.
  if (rowNoun !== undefined && query.columns.length > 0) return undefined
  const filters = conditions ? [createFilter(conditions)] : []
  if (!mark) return [...filters, ...drafts]
  const { chart } = writeStatement(query)
  if (!chart || query.groups.length === 0) return undefined
  const { x = '', y = '', color = '' } = chart
  return [...filters, ...drafts, { type: 'chart', config: { mark, x, y, measure: 'sum', color } }]
}

/** Moves the groups of a German sentence to its end, where the rules for questions expect them. */
const moveGroups = (text: string): string => text.replace(/^nach (.+?) gruppieren(?:,| und) (.+)$/iu, '$2 nach $1')

/** Splits a text before a clause with conditions: "count the orders by country where status is paid". */
function splitAtRelation(text: string): readonly [question: string, conditions: string] {
  const [, question, conditions] = /^(.+?)\s(?:where|whose|bei denen|mit denen)\s(.+)$/iu.exec(text) ?? []
  return question !== undefined && conditions !== undefined ? [question, conditions] : [text, '']
}

/** Creates a Filter node. */
export const createFilter = ({ conditions, match }: Pick<RowConditions, 'conditions' | 'match'>): StepDraft => ({
  type: 'filter',
  config: { conditions: conditions.map((condition) => ({ ...condition })), match },
})

/** Compiles a query to table nodes or, if they cannot express it, to a SQL node. */
function compileQuery(query: DataQuery): readonly StepDraft[] | undefined {
  const { columns, measures, groups, filters, order, limit } = query
  if (groups.some(({ period }) => period) || measures.some(({ fn }) => fn === 'share'))
    return [{ type: 'sql', config: { statement: writeStatement(query).statement } }]
  // A limit of an aggregate over all rows has no meaning, as in "the 10 rows with the largest price".
  if (limit !== undefined && measures.length > 0 && groups.length === 0) return undefined
  const orderColumn = order && findOrderColumn(query)
  if (order && orderColumn === undefined) return undefined
  return [
    ...(filters.length > 0 ? [createFilter({ conditions: filters.flatMap(toRowConditions), match: 'all' })] : []),
    ...(measures.length > 0
      ? [
          {
            type: 'aggregate',
            config: {
              groupBy: groups.map(({ column }) => column.name),
              measures: listMeasures(measures),
            },
          },
        ]
      : []),
    ...(order
      ? [
          {
            type: 'sort',
            config: { by: [{ column: orderColumn!, direction: order.isDescending ? 'descending' : 'ascending' }] },
          },
        ]
      : []),
    ...(limit === undefined ? [] : [{ type: 'sample', config: { how: 'first', rows: limit } }]),
    ...(columns.length > 0 && measures.length === 0
      ? [{ type: 'select', config: { columns: columns.map(({ name }) => name), how: 'keep' } }]
      : []),
  ]
}

/** Lists each measure once, although "sorted by average price" names it again. */
const listMeasures = (measures: readonly QueryMeasure[]) => [
  ...new Map(
    measures.map((measure) => [
      nameMeasure(measure),
      { function: measure.fn, column: measure.column?.name ?? '', as: nameMeasure(measure) },
    ]),
  ).values(),
]

/** Returns the name of the aggregated column, as in the statements for questions. */
const nameMeasure = ({ fn, column }: QueryMeasure): string =>
  [fn.replace('-', '_'), ...(column ? [column.name] : [])].join('_')

/** Finds the column of the result to sort by: the named one or, in a ranking, the first measure. */
function findOrderColumn({ order, measures, groups }: DataQuery): string | undefined {
  const name = order?.column?.name
  const [first] = measures
  if (!first) return name
  if (name === undefined) return groups.length > 0 ? nameMeasure(first) : undefined
  if (groups.some(({ column }) => column.name === name)) return name
  const measured = measures.find(({ column }) => column?.name === name)
  return measured && nameMeasure(measured)
}
