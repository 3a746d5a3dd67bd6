import type { Token } from '../words.ts'
import { isMeasurable } from './measures.ts'
import { isYearColumn, type PeriodColumn } from './periods.ts'
import { addGroup, readGroup, toPeriod } from './read-groups.ts'
import { isUnused, markUsed, markTextUsed, type Segment } from './segment.ts'
import type { TableQuery } from './table-query.ts'

/**
 * Words that request a column per value: "with 1931 and 1932 in separate columns", "one column for Seattle and one for
 * …".
 */
const sideBySidePattern =
  /\b(?:in|into|as|with) (?:separate|different|their own|its own|own|two|three|four) columns\b|\bside by side\b|\bnext to each other\b|\bnebeneinander\b|\bin (?:eigenen|getrennten|separaten|eigene|getrennte) spalten\b|\b(?:a|one|its own|eine|je eine) (?:separate |own |eigene )?(?:column|spalte) (?:for|of|fur|mit)\b/

/** Finds words that request a column per value, and marks them as used, because they do not name columns or groups. */
export function readSideBySide(segment: Segment): RegExpExecArray | null {
  const match = sideBySidePattern.exec(segment.folded)
  if (match && !/^(?:a|one|its|eine|je)\b/.test(match[0]))
    markTextUsed(segment, match.index, match.index + match[0].length)
  return match
}

const columnsBeforeAxisPattern =
  /\b(?:(?:one|a|an|single|separate|own|eine|je eine|1) (?:separate |own |eigene )?(?:column|spalte)|columns|spalten) (?:per|for each|for every|for|je|pro|fur jede\w*|from|of) /
const columnsAfterAxisPattern =
  /\b(?:in|into|as|across|over|on|als|auf) (?:the |den |separate |own |eigene\w* )*(?:columns|column headers?|spalten)\b|\bacross(?: the top)?(?=\s*(?:[,.;)]|$))|\b(?:as|als) (?:the )?(?:header|headings|kopfzeile)\b/
const rowsBeforeAxisPattern =
  /\b(?:(?:one|a|1|eine|je eine) )?(?:rows?|lines?|zeilen?) (?:per|for each|for every|for|je|pro|fur jede\w*|of) /
const rowsAfterAxisPattern =
  /\b(?:in|as|on|als|auf) (?:the |den )?(?:rows|zeilen)\b|\bdown(?: the side)?(?=\s*(?:[,.;)]|$))/

/**
 * Reads the axes of a pivot table: "site in the rows, years in the columns", "regions as columns, one row per month".
 */
export function readAxes(segment: Segment, query: TableQuery): void {
  const { rowAxis, columnAxis } = readCrosstab(segment, query) ?? {
    columnAxis: readAxis(segment, query, columnsAfterAxisPattern, columnsBeforeAxisPattern),
    rowAxis: readAxis(segment, query, rowsAfterAxisPattern, rowsBeforeAxisPattern),
  }
  if (!columnAxis) return
  for (const axis of [columnAxis, rowAxis]) {
    if (!axis) continue
    addGroup(query, axis.group)
    markUsed(segment, ...axis.tokens)
  }
  query.pivotGroup = columnAxis.group.name
}

export const crosstabPattern =
  /\b(?:cross ?-?tab\w*|cross table|contingency table|kreuztabelle|matrix|pivot table|pivottabelle)\b/

/** Reads both axes of a pivot table at once: "crosstab of region and product", "Kreuztabelle Abteilung x Standort". */
function readCrosstab(
  segment: Segment,
  query: TableQuery,
): { readonly rowAxis: Axis; readonly columnAxis: Axis } | undefined {
  const match = crosstabPattern.exec(segment.folded)
  if (!match) return undefined
  const end = match.index + match[0].length
  const { tokens } = segment
  for (const [index, token] of tokens.entries()) {
    const connector = tokens[index + 1]
    const secondToken = tokens.slice(index + 2, index + 4).find(({ column }) => column !== undefined)
    if (
      token.start < end ||
      !/^(?:and|und|by|x|vs|versus|against|mal|nach|×|\/)$/.test(connector?.folded ?? '') ||
      !secondToken
    )
      continue
    const groups = [token, secondToken].map((each) =>
      isUnused(segment, each) ? readGroup(segment, query, each) : undefined,
    )
    const [first, second] = groups
    if (!first || !second) continue
    const crosstabTokens = tokens.filter((each) => each.start >= match.index && each.end <= end)
    return {
      rowAxis: { group: first, tokens: [...crosstabTokens, token, connector!] },
      columnAxis: { group: second, tokens: [secondToken] },
    }
  }
  return undefined
}

interface Axis {
  readonly group: PeriodColumn
  readonly tokens: readonly Token[]
}

function readAxis(
  segment: Segment,
  query: TableQuery,
  patternAfterAxis: RegExp,
  patternBeforeAxis: RegExp,
): Axis | undefined {
  const { folded, tokens } = segment
  const leadingMatch = patternBeforeAxis.exec(folded)
  const match = leadingMatch ?? patternAfterAxis.exec(folded)
  if (!match) return undefined
  const end = match.index + match[0].length
  const nearbyTokens = leadingMatch
    ? tokens.filter((token) => token.start >= end && token.start - end < 25)
    : tokens.filter((token) => token.end <= match.index && match.index - token.end < 25).toReversed()
  for (const token of nearbyTokens) {
    if (!isUnused(segment, token)) continue
    const isYear = token.kind === 'number' && /^(?:19|20)\d\d$/.test(token.raw)
    const group = isYear
      ? toPeriod(segment, query, 'year')
      : token.cell
        ? { name: token.cell.column.name, type: token.cell.column.type }
        : readGroup(segment, query, token)
    const isAmount = group !== undefined && isMeasurable(group) && !isYearColumn(group) && !isYear
    if (!group || isAmount) continue
    const axisTokens = tokens.filter(
      (each) => each.start >= match.index && each.end <= end && !each.column && !each.cell,
    )
    return { group, tokens: isYear || token.cell ? axisTokens : [...axisTokens, token] }
  }
  return undefined
}

/** Turns the values of a group into result columns if the text requests it. */
export function readPivot(segment: Segment, query: TableQuery, match: RegExpExecArray | null): void {
  const selectedColumn = match ? listSelectedColumns(query).find(({ count }) => count > 1)?.column : undefined
  const isCrosstab = crosstabPattern.test(segment.folded) && query.groups.length === 2
  const pivotColumn = query.pivotGroup ?? selectedColumn ?? (isCrosstab ? query.groups[1]!.name : undefined)
  const rowGroups = query.groups.filter(({ name }) => name !== pivotColumn)
  if (pivotColumn === undefined || rowGroups.length === 0 || query.pivot !== undefined) return
  const group = query.groups.find(({ name }) => name === pivotColumn)
  if (!group && query.pivotGroup !== undefined) return
  if (group?.expression !== undefined)
    query.computedColumns.push({
      name: group.name,
      type: group.type,
      expression: group.expression,
      isSql: group.isSql ?? false,
    })
  query.pivot = pivotColumn
  query.groups.splice(0, query.groups.length, ...rowGroups)
  if (query.measures.length + query.impliedMeasures.length === 0 || query.impliedMeasures[0]?.function === 'count') {
    const amountColumns = query.columns.filter(
      (column) =>
        isMeasurable(column) &&
        !isYearColumn(column) &&
        column.name !== pivotColumn &&
        rowGroups.every(({ name }) => name !== column.name),
    )
    // For "source as columns, one row per year", the cells contain sums of the only amount column.
    const requestsCount = /\b(?:count|number|many|anzahl|viele|zahle)\b/.test(segment.folded)
    if (amountColumns.length === 1 && !requestsCount)
      query.impliedMeasures = [{ function: 'sum', column: amountColumns[0]!.name, as: `sum_${amountColumns[0]!.name}` }]
  }
  if (match) markTextUsed(segment, match.index, match.index + match[0].length)
  markUsed(
    segment,
    ...segment.tokens.filter(({ folded }) =>
      /^(?:cells?|zellen?|hold|holds|separate|three|two|wide|table|crosstab|pivot|kreuztabelle)$/.test(folded),
    ),
  )
}

/** Returns the columns that a query filters, each with the number of values that its filter selects. */
function listSelectedColumns({ filters }: TableQuery): { readonly column: string; readonly count: number }[] {
  type Condition = { readonly column: string; readonly is: string; readonly value: unknown }
  return filters.flatMap(({ config }) =>
    (Array.isArray(config.conditions) ? (config.conditions as unknown as Condition[]) : []).map(
      ({ column, is, value }) => ({
        column,
        count: is === 'is-one-of' && Array.isArray(value) ? value.length : 1,
      }),
    ),
  )
}
