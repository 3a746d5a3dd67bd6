import { isNumber } from '@aw-flow/engine'
import { createFilterStep, quoteName } from '../step.ts'
import { addMeasure, type TableQuery } from './table-query.ts'
import { isMeasurable, toMeasure } from './measures.ts'
import { isYearColumn } from './periods.ts'
import { isUnused, markUsed, markTextUsed, type Segment } from './segment.ts'

const changeWords =
  /\b(?:gain(?:ed|s)?|chang(?:e[ds]?|ing)|differences?|increase[ds]?|gr[eo]w\w*|rise|rose|fall|fell|decline[ds]?|los[est]+|zunahme|veranderung|unterschied|differenz|anstieg)\b[^.!?]{0,60}?\b(?:between|from|zwischen|von) ((?:19|20)\d{2}) (?:and|to|und|bis|auf) ((?:19|20)\d{2})\b/

/** "income in 2005 minus income in 1955" */
const minusWords =
  /\b(?:in|of|from) ((?:19|20)\d{2}) ?(?:minus|-|less|compared (?:to|with)|versus|vs\.?)[^.!?]{0,40}?\b(?:in|of|from) ((?:19|20)\d{2})\b/

/**
 * Reads the change of a value between two years per group: "how much did the income of each country change between 1955
 * and 2005". The two years become result columns.
 */
export function readYearChange(segment: Segment, query: TableQuery): void {
  const match = changeWords.exec(segment.folded) ?? minusWords.exec(segment.folded)
  const yearColumn = query.columns.find((column) => isNumber(column.type) && isYearColumn(column))
  if (!match || !yearColumn || query.measures.length > 0) return
  const valueToken = segment.tokens.findLast(
    (token) =>
      token.start < match.index + match[0].length &&
      isUnused(segment, token) &&
      token.column &&
      isMeasurable(token.column) &&
      !isYearColumn(token.column),
  )
  if (!valueToken) return
  const isMinus = minusWords.test(match[0]) && !changeWords.test(match[0])
  const [fromYear, toYear] = isMinus ? [Number(match[2]), Number(match[1])] : [Number(match[1]), Number(match[2])]
  query.filters.push(
    createFilterStep({
      conditions: [{ column: yearColumn.name, is: 'is-one-of', value: [fromYear, toYear] }],
      match: 'all',
    }),
  )
  query.pivot = yearColumn.name
  addMeasure(query, toMeasure('mean', [valueToken.column!], query.columns))
  query.resultColumns.push({
    name: 'change',
    type: 'DOUBLE',
    expression: `${quoteName(String(toYear))} - ${quoteName(String(fromYear))}`,
  })
  const questionMatch = /\b(?:how (?:much|many)|wie ?viele?)\b(?: years of)?/.exec(segment.folded)
  if (questionMatch && questionMatch.index < match.index)
    markTextUsed(segment, questionMatch.index, questionMatch.index + questionMatch[0].length)
  const yearsOffset = /(?:between|from|zwischen|von) \d{4} \w+ \d{4}$/.exec(match[0])?.index ?? 0
  markTextUsed(segment, match.index + yearsOffset, match.index + match[0].length)
  markUsed(
    segment,
    valueToken,
    ...segment.tokens.filter(
      ({ start, folded }) =>
        (start >= match.index && start < match.index + 12) ||
        /^(?:both|difference|beide|differenz|values)$/.test(folded),
    ),
  )
}
