import { isNumber } from '@aw-flow/engine'
import { quoteName } from '../step.ts'
import type { Token } from '../words.ts'
import { isKnownName, readColumnName } from './computed-names.ts'
import { findClause, isUnused, markUsed, markTextUsed, type Segment } from './segment.ts'
import type { ComputedColumn, TableQuery } from './table-query.ts'

const isNumeric = (segment: Segment, token: Token | undefined): token is Token =>
  isUnused(segment, token) && token.column !== undefined && isNumber(token.column.type)

/** Words that request a percentage. */
export const percentWords = /\b(?:percent|percents|percentages?|pct|prozent\w*|relative)\b|%/

const changeWords =
  /\b(?:growth|change[ds]?|increases?|decreases?|declines?|rise|drop|gains?|loss|development|grew|wachstum|veranderung|anderung|zunahme|abnahme|anstieg|ruckgang)\b.{0,60}?\b(?:from|between|von|zwischen)\b/

/** Reads a change from one column to another: "growth from q1 to q4 in percent". */
export function readColumnChange(segment: Segment, query: TableQuery): readonly ComputedColumn[] {
  const match = changeWords.exec(segment.folded)
  if (!match) return []
  const { tokens } = segment
  const end = match.index + match[0].length
  const firstIndex = tokens.findIndex((token) => token.start >= end && isNumeric(segment, token))
  const secondIndex = tokens.findIndex((token, index) => index > firstIndex && isNumeric(segment, token))
  const tokensBetween = tokens.slice(firstIndex + 1, secondIndex)
  if (firstIndex < 0 || secondIndex < 0 || tokens[firstIndex]!.start - end > 12) return []
  if (
    tokensBetween.length > 3 ||
    !tokensBetween.some(({ folded }) => /^(?:to|and|until|bis|zu|und|nach)$/.test(folded))
  )
    return []
  const clause = findClause(segment, match.index)
  const isPercent = percentWords.test(segment.folded.slice(clause.start, clause.end))
  const matchIndex = tokens.findIndex(({ start }) => start >= match.index)
  const name = readColumnName(segment, query, matchIndex, secondIndex)
  const [oldCell, newCell] = [tokens[firstIndex]!, tokens[secondIndex]!].map(({ column }) => quoteName(column!.name))
  markTextUsed(segment, match.index, tokens[secondIndex]!.end)
  if (isPercent)
    markUsed(segment, ...tokens.filter((token) => percentWords.test(token.folded) && token.start >= clause.start))
  return [
    {
      name: name === undefined || isKnownName(query, name) ? 'change' : name,
      type: 'DOUBLE',
      expression: isPercent ? `(${newCell} - ${oldCell}) / ${oldCell} * 100` : `${newCell} - ${oldCell}`,
    },
  ]
}

/** Words before and after a percentage by which a value is increased or decreased. */
const raiseWords = [
  /\b(?:increas\w*|rais\w*|bump\w*|lift\w*|mark\w*|grow\w*|erhoh\w*)\b.{0,60}\b(?:by|um) $|\b(?:plus|including|incl|adding|zuzuglich|inklusive) (?:a |the |an )?$/,
  /^ ?(?:%|percent|prozent) (?:on top|added|vat|tax|mwst|mehrwertsteuer|surcharge|markup|mark-up|aufschlag|higher|more)\b/,
]
const lowerWords = [
  /\b(?:reduc\w*|lower\w*|decreas\w*|cut\w*|discount\w*|senk\w*|reduzier\w*)\b.{0,60}\b(?:by|um) $|\b(?:minus|less|abzuglich) (?:a |the |an )?$/,
  /^ ?(?:%|percent|prozent) (?:off|discount|rabatt|nachlass|cheaper|lower|less|deducted)\b/,
]

/**
 * Reads a value increased or decreased by a percentage: "raise the price by 5 %", "amount plus 19 % tax", "10 % off the
 * price".
 */
export function readPercentChange(segment: Segment, query: TableQuery): readonly ComputedColumn[] {
  const { tokens, folded } = segment
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'number' || !isUnused(segment, token)) continue
    if (!/^(?:%|percent|prozent)$/.test(tokens[index + 1]?.folded ?? '')) continue
    const clause = findClause(segment, token.start)
    const isInClause = (other: Token): boolean => other.start >= clause.start && other.end <= clause.end
    const textBefore = folded.slice(clause.start, token.start)
    const textAfter = folded.slice(token.end, clause.end)
    const hasWordsAround = ([leading, trailing]: readonly RegExp[]): boolean =>
      leading!.test(textBefore) || trailing!.test(textAfter)
    const isDecrease = hasWordsAround(lowerWords)
    if (!isDecrease && !hasWordsAround(raiseWords)) continue
    const columns = tokens.filter((other) => isInClause(other) && isNumeric(segment, other))
    const column = columns.findLast(({ end }) => end <= token.start) ?? columns.find(({ start }) => start > token.start)
    if (!column?.column || columns.length > 2) continue
    const factor = Number((1 + ((isDecrease ? -1 : 1) * Number(token.value)) / 100).toPrecision(9))
    const columnIndex = tokens.indexOf(column)
    const name = readColumnName(segment, query, Math.min(columnIndex, index), Math.max(columnIndex, index + 1))
    markUsed(segment, column, token, tokens[index + 1])
    for (const [leading, trailing] of [raiseWords, lowerWords]) {
      const leadingMatch = leading!.exec(textBefore)
      const trailingMatch = trailing!.exec(textAfter)
      if (leadingMatch) markTextUsed(segment, clause.start + leadingMatch.index, token.start)
      if (trailingMatch) markTextUsed(segment, token.end, token.end + trailingMatch[0].length)
    }
    return [
      {
        name: name === undefined || isKnownName(query, name) ? `new_${column.column.name}` : name,
        type: 'DOUBLE',
        expression: `${quoteName(column.column.name)} * ${factor}`,
      },
    ]
  }
  return []
}
