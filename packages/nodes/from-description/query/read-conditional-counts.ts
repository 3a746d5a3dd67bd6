import { readConditions } from '../conditions/read-conditions.ts'
import type { ParsedConditions } from '../conditions/condition.ts'
import { toRowCondition } from '../row-condition-text.ts'
import { countMeasure, findMeasures } from './measures.ts'
import { groupWords } from './read-groups.ts'
import { findClause, isUnused, isStopWordToken, maskUsed, markUsed, markTextUsed, type Segment } from './segment.ts'
import { addMeasure, type TableQuery } from './table-query.ts'
import type { Token } from '../words.ts'

/** A count, and the condition that counted rows must meet. */
interface ConditionalCount {
  readonly start: number
  readonly end: number
  readonly tokens: readonly Token[]
  readonly conditions: ParsedConditions | undefined
}

/**
 * Reads several counts with different conditions: "the number of orders and the number of returned ones per region",
 * "how many faults and how many warnings did each sensor report". The condition of one count does not filter the rows
 * of the others.
 */
export function readConditionalCounts(segment: Segment, query: TableQuery): void {
  if (query.groups.length === 0 || query.measures.length > 0) return
  const foundCounts = findMeasures(maskUsed(segment)).filter(({ fn }) => fn === 'count')
  if (foundCounts.length < 2) return
  const counts = foundCounts.map(({ start, end }, index): ConditionalCount => {
    const endOffset = Math.min(findClause(segment, start).end, foundCounts[index + 1]?.start ?? Infinity)
    const tokens = listNounTokens(segment, end, endOffset)
    return { start, end, tokens, conditions: readConditions(tokens, query.columns) }
  })
  if (counts.every(({ conditions }) => conditions === undefined)) return
  if (new Set(counts.map(({ conditions }) => JSON.stringify(conditions?.conditions))).size < 2) return
  // "the number of orders and the number of customers in 2020": the condition applies to both counts.
  if (counts.some(({ conditions, tokens }) => conditions && !appliesToNoun(tokens))) return
  for (const { start, end, tokens, conditions } of counts) {
    markTextUsed(segment, start, end)
    if (!conditions) {
      addMeasure(query, countMeasure)
      continue
    }
    const slug = conditions.conditions
      .map(({ value }) => String(value))
      .join('_')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    const flagName = `is_${slug}`
    if (!query.computedColumns.some(({ name }) => name === flagName))
      query.computedColumns.push({
        name: flagName,
        type: 'BIGINT',
        expression: `${toRowCondition(conditions)} ? 1 : 0`,
      })
    addMeasure(query, { function: 'sum', column: flagName, as: `count_${slug}` })
    markUsed(segment, ...(conditions.usedTokens ?? []), ...tokens.filter(({ cell }) => cell !== undefined))
  }
}

/** Returns the tokens of a counted noun, up to words that request groups. */
function listNounTokens(segment: Segment, start: number, limit: number): readonly Token[] {
  const nounTokens = segment.tokens.filter(
    (token) => token.start >= start && token.end <= limit && isUnused(segment, token),
  )
  const end = nounTokens.findIndex(({ folded }) => groupWords.test(folded))
  return end < 0 ? nounTokens : nounTokens.slice(0, end)
}

/** Returns whether a condition applies to the counted noun: "of the returned orders", "of them that were late". */
const appliesToNoun = (tokens: readonly Token[]): boolean =>
  tokens.find((token) => !isStopWordToken(token))?.cell !== undefined ||
  tokens.find((token) => !isStopWordToken(token))?.flag !== undefined ||
  tokens.slice(0, 4).some(({ folded }) => /^(?:those|them|these|which|davon|denen)$/.test(folded))
