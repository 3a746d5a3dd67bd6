import { isTemporal } from '@aw-flow/engine'
import { quoteName } from '../step.ts'
import { months } from '../vocabulary.ts'
import type { Token } from '../words.ts'
import { removalVerbs } from './filter-verbs.ts'
import { isUnused, markUsed, type Segment } from './segment.ts'
import { createSqlStep, type TableQuery } from './table-query.ts'

/** Words for weekdays, with ISO weekday numbers from Monday (1) to Sunday (7). */
const weekdays: readonly (readonly [words: RegExp, days: readonly number[]])[] = [
  [/^(?:mondays?|montage?n?|montags)$/, [1]],
  [/^(?:tuesdays?|dienstage?n?|dienstags)$/, [2]],
  [/^(?:wednesdays?|mittwochs?|mittwochen)$/, [3]],
  [/^(?:thursdays?|donnerstage?n?|donnerstags)$/, [4]],
  [/^(?:fridays?|freitage?n?|freitags)$/, [5]],
  [/^(?:saturdays?|samstage?n?|samstags)$/, [6]],
  [/^(?:sundays?|sonntage?n?|sonntags)$/, [7]],
  [/^(?:weekends?|wochenenden?)$/, [6, 7]],
  [/^(?:weekdays|workdays?|werktage?n?|werktags)$/, [1, 2, 3, 4, 5]],
]

/** Reads conditions on weekdays: "on Mondays", "weekend trips". */
export function readWeekdays(segment: Segment, query: TableQuery): void {
  for (const clause of segment.clauses)
    readDays(segment, query, clause, removalVerbs.test(segment.folded.slice(clause.start, clause.end)))
}

function readDays(
  segment: Segment,
  query: TableQuery,
  { start, end }: { start: number; end: number },
  isRemoval: boolean,
): void {
  const timeColumns = query.columns.filter(({ type }) => isTemporal(type))
  if (timeColumns.length !== 1) return
  const weekdayTokens = segment.tokens.flatMap((token) => {
    const isNamed = token.kind === 'word' && !token.cell && token.start >= start && token.end <= end
    const weekday =
      isNamed && isUnused(segment, token) ? weekdays.find(([words]) => words.test(token.folded)) : undefined
    return weekday ? [{ token, days: weekday[1] }] : []
  })
  if (weekdayTokens.length === 0) return
  const days = [...new Set(weekdayTokens.flatMap((each) => each.days))].toSorted()
  const cell = `"${timeColumns[0]!.name.replaceAll('"', '""')}"`
  query.filters.push(
    createSqlStep(`SELECT * FROM input WHERE isodow(${cell}) ${isRemoval ? 'NOT ' : ''}IN (${days.join(', ')})`),
  )
  markUsed(segment, ...weekdayTokens.map(({ token }) => token))
}

/** Reads conditions on months without a year: "in June", "June to August". */
export function readMonths(segment: Segment, query: TableQuery, clause: { start: number; end: number }): void {
  const timeColumns = query.columns.filter(({ type }) => isTemporal(type))
  if (timeColumns.length === 0) return
  const { tokens } = segment
  const isMonth = (token: Token | undefined): token is Token =>
    isUnused(segment, token) &&
    token.kind === 'word' &&
    !token.cell &&
    months.has(token.folded) &&
    (token.folded.length > 3 || /^[A-Z]/.test(token.raw)) &&
    !(token.folded.startsWith('ma') && !/^[A-Z]/.test(token.raw))
  for (const [index, token] of tokens.entries()) {
    if (token.start < clause.start || token.end > clause.end || !isMonth(token)) continue
    // "starting at the first of January" is a sort order, not a condition.
    if (
      /\b(?:start\w*|begin\w*|ab) (?:at|with|in|on|from|mit|dem)? ?(?:the )?(?:first|1st|1\.)? ?(?:of )?$/.test(
        segment.folded.slice(0, token.start),
      )
    ) {
      markUsed(segment, token)
      continue
    }
    const isRange = /^(?:to|through|until|till|bis|-)$/.test(tokens[index + 1]?.folded ?? '')
    const lastMonthToken = isRange && isMonth(tokens[index + 2]) ? tokens[index + 2] : undefined
    // For "created in May", the most recently named time column is used or, if there is none, the first one.
    const timeToken = tokens
      .slice(0, index)
      .findLast(({ start, column }) => start >= clause.start && column !== undefined && isTemporal(column.type))
    const month = `$number($substring($string(${quoteName((timeToken?.column ?? timeColumns[0]!).name)}), 5, 2))`
    const [fromMonth, toMonth] = [
      months.get(token.folded)!,
      lastMonthToken ? months.get(lastMonthToken.folded)! : undefined,
    ]
    const expression =
      toMonth === undefined
        ? `${month} = ${fromMonth}`
        : fromMonth <= toMonth
          ? `${month} >= ${fromMonth} and ${month} <= ${toMonth}`
          : `${month} >= ${fromMonth} or ${month} <= ${toMonth}`
    query.filters.push({ type: 'filter', config: { conditions: [], match: 'all', expression } })
    markUsed(segment, token, ...(lastMonthToken ? [tokens[index + 1], lastMonthToken] : []))
  }
}
