import type { ParsedConditions } from '../conditions/condition.ts'
import { toRowCondition } from '../row-condition-text.ts'
import { countMeasure, findCountColumn, isMeasurable, toMeasure } from './measures.ts'
import { isYearColumn } from './periods.ts'
import { addGroup } from './read-groups.ts'
import { isUnused, maskUsed, markUsed, markTextUsed, type Segment } from './segment.ts'
import { addMeasure, type TableQuery } from './table-query.ts'

/** The position of words that request a share, such as "percentage of". */
interface ShareWords {
  readonly start: number
  readonly end: number
}

const sharePattern =
  /\b(?:(?:percentages?|percent|proportions?|fractions?)(?: of)?|what part of|(?:shares?|share) (?:of|in)\b|as (?:a |an )?(?:share|%)|(?:prozentsatz|prozentual\w*|prozent|anteile?n?)(?: (?:der|an|am|von|des))?|relative frequency)\b/g

/**
 * Finds words that request a share of a total. Returns `undefined` if there are none or the query already has a share.
 */
export function readShareWords(segment: Segment, query: TableQuery): ShareWords | undefined {
  for (const match of maskUsed(segment).matchAll(sharePattern)) {
    const end = match.index + match[0].length
    const previousToken = segment.tokens.findLast((token) => token.end <= match.index)
    // "more than 50 percent" contains a value, and "the habitat percentage" names a column.
    const isNoun =
      previousToken?.column !== undefined &&
      previousToken.end + 1 >= match.index &&
      !/\b(?:of|der|an|am|von|des|in)$/.test(match[0])
    // "in percent (profit / sales * 100)" is already computed.
    const isComputed =
      query.resultColumns.length > 0 || query.computedColumns.some(({ expression }) => expression.includes('* 100'))
    const isColumn = segment.tokens.some(({ start, column }) => start === match.index && column !== undefined)
    if (previousToken?.kind === 'number' || isNoun || isColumn || isComputed) continue
    markTextUsed(segment, match.index, end)
    if (query.share || query.computedColumns.some(({ name }) => /percentage|share/.test(name))) return undefined
    return { start: match.index, end }
  }
  return undefined
}

/**
 * Adds a share of a total. The share of rows that meet a condition ("percentage of rainy days per city") is the mean of
 * a column of 100 and 0. The share of groups is each group's percentage of the sum of a measure.
 *
 * @param filterCount - The number of filters that the query had before this segment.
 */
export function addShare(segment: Segment, query: TableQuery, { end }: ShareWords, filterCount: number): void {
  const isComparison = ({ config }: TableQuery['filters'][number]): boolean =>
    typeof config.expression === 'string' && !config.expression.includes('$substring')
  const numerator = query.filters
    .slice(filterCount)
    .filter((filter) => isComparison(filter) || isShareCondition(query, filter.config))
  if (numerator.length > 0) {
    const conditions = numerator.map(
      (filter) =>
        `(${isComparison(filter) ? String(filter.config.expression) : toRowCondition(filter.config as unknown as ParsedConditions)})`,
    )
    query.numerator = conditions.join(' and ')
    for (const filter of numerator) query.filters.splice(query.filters.indexOf(filter), 1)
    query.computedColumns.push({
      name: 'percentage',
      type: 'DOUBLE',
      expression: `${conditions.join(' and ')} ? 100 : 0`,
    })
    const countIndex = query.measures.findIndex(({ as }) => as === 'count')
    if (countIndex >= 0 && !/\b(?:number of|how many|count of|anzahl|wie viele)\b/.test(segment.folded))
      query.measures.splice(countIndex, 1)
    addMeasure(query, { function: 'mean', column: 'percentage', as: 'mean_percentage' })
    markUsed(segment, ...segment.tokens.filter((token) => token.kind === 'number' && Number(token.value) === 100))
    return
  }
  if (query.groups.length === 0) {
    const group = segment.tokens.find(
      (token) => isUnused(segment, token) && token.column && !isMeasurable(token.column),
    )
    if (!group) return
    addGroup(query, { name: group.column!.name, type: group.column!.type })
    markUsed(segment, group)
  }
  const argument = segment.tokens.find(
    (token) =>
      token.start >= end &&
      token.column &&
      isMeasurable(token.column) &&
      !query.groups.some(({ name }) => name === token.column!.name),
  )
  const column =
    argument?.column ??
    query.columns.find(({ name }) => name === query.measures[0]?.column) ??
    findCountColumn(query.columns)
  if (query.measures.length === 0) addMeasure(query, column ? toMeasure('sum', [column], query.columns) : countMeasure)
  markUsed(segment, argument)
  const [measure] = query.measures
  if (measure) query.share = { measure: measure.as, within: findShareGroups(segment, query) }
}

/**
 * Returns the groups within which shares add up to 100 %: "the share of each product within its region", "of the
 * region's total".
 */
function findShareGroups({ tokens, folded }: Segment, { groups }: TableQuery): readonly string[] {
  if (groups.length < 2) return []
  // "in the total generation per year"
  const totalMatch =
    /\b(?:of|in) (?:the |that |their )?(?:total|overall|whole)\b.{0,40}?\b(?:per|by|of each|in each|for each|within|of the|of that)\b/.exec(
      folded,
    )
  const groupToken = totalMatch
    ? tokens.find(
        ({ column, start }) =>
          start >= totalMatch.index + totalMatch[0].length && groups.some(({ name }) => name === column?.name),
      )
    : undefined
  if (groupToken) return [groupToken.column!.name]
  return groups
    .filter(({ name }) =>
      tokens.some(
        ({ column }, index) =>
          column?.name === name &&
          (/^(?:within|inside|innerhalb)$/.test(
            tokens
              .slice(Math.max(0, index - 3), index)
              .find(({ folded }) => /^(?:within|inside|innerhalb)$/.test(folded))?.folded ?? '',
          ) ||
            (/^(?:total|totals|sum|overall|gesamt\w*)$/.test(tokens[index + 1]?.folded ?? '') &&
              /^(?:of|its|their|the|each|the respective)$/.test(tokens[index - 1]?.folded ?? ''))),
      ),
    )
    .map(({ name }) => name)
}

/** Returns whether a filter can be a share's condition: none of its columns is a time or a group. */
function isShareCondition(query: TableQuery, config: Readonly<Record<string, unknown>>): boolean {
  const { conditions } = config as unknown as ParsedConditions
  return (
    Array.isArray(conditions) &&
    conditions.length > 0 &&
    conditions.every(({ column, is, value }) => {
      const type = [...query.columns, ...query.computedColumns].find(({ name }) => name === column)?.type
      const isTimeLike = type === undefined || /DATE|TIME/.test(type) || isYearColumn({ name: column })
      return (
        !isTimeLike && is !== 'is-not-empty' && !query.groups.some(({ name }) => name === column) && value !== undefined
      )
    })
  )
}
