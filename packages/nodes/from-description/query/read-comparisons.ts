import { isNumber, isTime } from '@aw-flow/engine'
import { lessWords } from '../conditions/comparison-phrases.ts'
import { findNumericColumn } from '../conditions/compared-columns.ts'
import { findColumnOfComparative } from '../link-columns.ts'
import { quoteName } from '../step.ts'
import type { Token } from '../words.ts'
import { isYearColumn } from './periods.ts'
import { indexAt, isFree, skipFillers, use, useText, type Segment } from './segment.ts'
import { createSql, type TableQuery } from './table-query.ts'
import { comparisons, findComparison } from './comparison-words.ts'
import { removalVerbs } from './filter-verbs.ts'

const columnComparisons: Readonly<Record<string, string>> = { more: '>', less: '<', 'at-least': '>=', 'at-most': '<=' }

const inverses: Readonly<Record<string, string>> = { '>': '<=', '<': '>=', '>=': '<', '<=': '>' }

/** Reads a comparison of two columns: "days when close is below open". */
export function readColumnComparison(
  segment: Segment,
  query: TableQuery,
  clause: { start: number; end: number },
  isRemoval: boolean,
): void {
  const { tokens, folded } = segment
  for (const [index, token] of tokens.entries()) {
    if (token.start < clause.start || token.end > clause.end || !isFree(segment, token)) continue
    const rest = folded.slice(token.start, clause.end)
    const symbol = /^(?:<=|>=|<|>)$/.test(token.raw) ? token.raw : columnComparisons[findComparison(rest) ?? '']
    if (symbol === undefined) continue
    const length =
      (comparisons.exec(rest)?.index === 0 ? comparisons.exec(rest)?.[0].length : undefined) ?? token.raw.length
    const right = tokens[skipFillers(segment, indexAt(segment, token.start + length), 3)]
    const left = tokens
      .slice(0, index)
      .findLast((each) => each.start >= clause.start && each.column && isFree(segment, each))
    if (!left?.column || !right?.column || !isFree(segment, right) || right.end > clause.end) continue
    // "over the years" is not a comparison.
    if (/^(?:over|uber)$/.test(token.folded) && (isYearColumn(right.column) || isTime(right.column.type))) continue
    if (left.column.name === right.column.name || isNumber(left.column.type) !== isNumber(right.column.type)) continue
    if (!isNumber(left.column.type) && !isTime(left.column.type)) continue
    const between = tokens.slice(tokens.indexOf(left) + 1, index)
    if (between.length > 4 || between.some((each) => each.kind !== 'word' || each.cell)) continue
    const expression = `${quoteName(left.column.name)} ${isRemoval ? inverses[symbol] : symbol} ${quoteName(right.column.name)}`
    query.filters.push({ type: 'filter', config: { conditions: [], match: 'all', expression } })
    use(segment, ...tokens.slice(tokens.indexOf(left), tokens.indexOf(right) + 1))
  }
}

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** Reads the comparisons with the average of all rows, before an average can be a measure. */
export function readAverageComparisons(segment: Segment, query: TableQuery): void {
  for (const clause of segment.clauses)
    readAverageComparison(segment, query, clause, removalVerbs.test(segment.folded.slice(clause.start, clause.end)))
}

/** Reads a comparison with the average of all rows: "cars with above-average horsepower". */
function readAverageComparison(
  segment: Segment,
  query: TableQuery,
  clause: { start: number; end: number },
  isRemoval: boolean,
): void {
  const text = segment.folded.slice(clause.start, clause.end)
  const match =
    /\b((?:\w{3,}er|less|more) than|above|over|below|under|more than|less than|higher than|lower than|greater than|uber|unter|hoher als|mehr als|niedriger als|weniger als)(?: |-)(?:the |dem |der )?(?:overall )?(average|mean|median|durchschnitt\w*|mittelwert|schnitt)\b/.exec(
      text,
    )
  if (!match) return
  const at = clause.start + match.index
  const isColumn = (token: Token): boolean =>
    token.column !== undefined &&
    isNumber(token.column.type) &&
    isFree(segment, token) &&
    token.start >= clause.start &&
    token.end <= clause.end
  const after = segment.tokens.find(
    (token) => isColumn(token) && token.start >= at + match[0].length && token.start - at - match[0].length < 12,
  )
  const column =
    (after === undefined ? findColumnOfComparative(match[1]!.replace(/ than$/, ''), query.columns) : undefined) ??
    (after ?? segment.tokens.findLast((token) => isColumn(token) && token.end <= at))?.column ??
    findNumericColumn(query.columns)
  if (!column) return
  const isMore =
    /^\w+er than/.test(match[1]!) && !/^(?:higher|lower|greater)/.test(match[1]!)
      ? !lessWords.test(match[1]!)
      : /^(?:above|over|more|higher|greater|uber|hoher|mehr)/.test(match[1]!)
  const fn = match[2] === 'median' ? 'median' : 'avg'
  query.filters.push(
    createSql(
      `SELECT * FROM input WHERE ${quote(column.name)} ${isMore === isRemoval ? (isMore ? '<=' : '<') : isMore ? '>' : '>='} (SELECT ${fn}(${quote(column.name)}) FROM input)`,
    ),
  )
  useText(segment, at, at + match[0].length)
  use(segment, after ?? segment.tokens.findLast((token) => isColumn(token) && token.end <= at))
}
