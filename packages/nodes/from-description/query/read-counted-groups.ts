import { isNumber } from '@aw-flow/engine'
import { isIdentifier } from '../conditions/compared-columns.ts'
import { isRestriction } from '../conditions/event-rules.ts'
import { isStopWord } from '../find-unused-words.ts'
import { createFilterStep } from '../step.ts'
import { countMeasure, toMeasure } from './measures.ts'
import { isUnused, markUsed, type Segment } from './segment.ts'
import { addMeasure, type TableQuery } from './table-query.ts'
import { findComparison, unitWords } from './comparison-words.ts'

const repetitions: Readonly<Record<string, number>> = { once: 1, twice: 2, einmal: 1, zweimal: 2, dreimal: 3 }

const countingVerbPattern =
  /^(?:have|has|had|having|with|holding|counting|reporting|showing|covering|spanning|serving|visited|visit|sold|sell|hosted|host|appear|appears|appeared|occur|occurs|occurred|won|win|received|receive|made|make|placed|ordered|bought|wrote|published|mit|haben|hat|hatten|vorkommen|vorkommt|auftauchen|gewonnen|that|who|which|containing)$/

/**
 * Reads groups that are filtered by their number of rows: "which states have more than 5 sites", "winners who won more
 * than once". The noun before the comparison names the group.
 */
export function readCountedGroups(segment: Segment, query: TableQuery): void {
  if (query.groups.length > 0 || query.measures.length > 0 || query.computedColumns.length > 0) return
  const { tokens } = segment
  for (const clause of segment.clauses) {
    const clauseTokens = tokens.filter((token) => token.start >= clause.start && token.end <= clause.end)
    const comparisonIndex = clauseTokens.findIndex(
      (token) => isUnused(segment, token) && findComparison(segment.folded.slice(token.start)) !== undefined,
    )
    const amountIndex = clauseTokens.findIndex(
      (token, index) =>
        comparisonIndex >= 0 &&
        index > comparisonIndex &&
        index <= comparisonIndex + 4 &&
        (token.kind === 'number' || repetitions[token.folded] !== undefined || /^(?:one|einen?)$/.test(token.folded)),
    )
    if (amountIndex < 0) continue
    // "more than 3 unpaid invoices" counts only unpaid invoices.
    const isAdjective =
      isRestriction(clauseTokens[amountIndex + 1], query.columns) && clauseTokens[amountIndex + 2] !== undefined
    const restriction = isAdjective ? clauseTokens[amountIndex + 1] : undefined
    const [amount, noun] = [clauseTokens[amountIndex]!, clauseTokens[amountIndex + (isAdjective ? 2 : 1)]]
    const repetitionCount = repetitions[amount.folded]
    const countsTimes = repetitionCount !== undefined || /^(?:times|mal)$/.test(noun?.folded ?? '')
    const isNoun =
      noun !== undefined &&
      (noun.kind === 'word' || noun.kind === 'column') &&
      !noun.cell &&
      !isStopWord(noun.folded) &&
      !unitWords.test(noun.folded) &&
      !(noun.column && isNumber(noun.column.type) && !isIdentifier(noun.column)) &&
      !/^(?:19|20)\d{2}$/.test(amount.raw)
    const verb = clauseTokens.slice(0, comparisonIndex).findLast(({ folded }) => countingVerbPattern.test(folded))
    const groupToken = clauseTokens
      .slice(0, verb ? clauseTokens.indexOf(verb) : comparisonIndex)
      .findLast((token) => isUnused(segment, token) && (token.column ?? token.entity))
    const group = groupToken?.column ?? groupToken?.entity
    if (!verb || !groupToken || !group || !(countsTimes || isNoun)) continue
    if (isNumber(group.type) && !isIdentifier(group)) continue
    const tokensBetween = clauseTokens.slice(clauseTokens.indexOf(groupToken) + 1, comparisonIndex)
    if (tokensBetween.some((token) => token.column || token.cell || token.kind === 'number')) continue
    query.groups.push({ name: group.name, type: group.type })
    // "counties that occur in more than 20 states" compares the number of distinct states.
    const countedColumn = noun?.column && !isNumber(noun.column.type) && !noun.isPartial ? noun.column : undefined
    const measure =
      countedColumn && countedColumn.name !== group.name
        ? toMeasure('count-distinct', [countedColumn], query.columns)!
        : countMeasure
    addMeasure(query, measure)
    const comparison = findComparison(segment.folded.slice(clauseTokens[comparisonIndex]!.start)) as
      | 'more'
      | 'less'
      | 'at-least'
      | 'at-most'
    const value = repetitionCount ?? Number(amount.value ?? 1)
    query.having.push(createFilterStep({ conditions: [{ column: measure.as, is: comparison, value }], match: 'all' }))
    markUsed(
      segment,
      groupToken,
      ...clauseTokens
        .slice(
          clauseTokens.indexOf(groupToken),
          amountIndex + (isNoun || /^(?:times|mal)$/.test(noun?.folded ?? '') ? 2 : 1) + (restriction ? 1 : 0),
        )
        .filter((token) => token !== restriction),
    )
    return
  }
}
