import { isNumber, isTemporal } from '@aw-flow/engine'
import { findNumericSynonym } from '../link-columns.ts'
import { quoteName } from '../step.ts'
import { findMeasures, isMeasurable } from './measures.ts'
import { isYearColumn } from './periods.ts'
import { findTokenIndex, isUnused, type Segment } from './segment.ts'
import { findTimeColumnName, type RankedValue, type TableQuery } from './table-query.ts'

const nonSuperlatives = new Set(
  'disaster master register minister sister cluster monster poster roster semester trimester plaster booster easter foster tester twister blister canister forest interest request test west harvest rest latest contest guest best least most honest modest arrest invest suggest protest digest erste ersten erster erstes beste besten meisten liste kiste kosten kaste daten'.split(
    ' ',
  ),
)

/** Returns whether a folded word is an English or German superlative. */
export const isSuperlative = (folded: string): boolean =>
  [
    'best',
    'worst',
    'most',
    'least',
    'fewest',
    'latest',
    'beste',
    'besten',
    'bester',
    'meisten',
    'meiste',
    'wenigsten',
    'last',
    'schlechteste',
    'haufigste',
    'haufigsten',
  ].includes(folded) ||
  (!nonSuperlatives.has(folded) &&
    !/(?:kosten|kisten?|listen?|posten|leisten?)$/.test(folded) &&
    (/^[a-z]{4,}most$/.test(folded) || /^[a-z]{3,}est$/.test(folded) || /^[a-z]{3,}st(?:e[nrms]?)$/.test(folded)))

export const lowSuperlatives =
  /^(?:lower|smaller|cheaper|shorter|younger|slower|lighter|colder|worse|lowest|smallest|cheapest|shortest|least|fewest|youngest|slowest|lightest|coldest|coolest|weakest|nearest|closest|worst|dry|driest|narrowest|thinnest|poorest|niedrigste|kleinste|gunstigste|billigste|kurzeste|wenigste|jungste|langsamste|leichteste|kalteste|schwachste|schlechteste|geringste|trockenste|armste)/

export const earlyWords = /^(?:earliest|oldest|fruheste|alteste)/

const lateWords = /^(?:latest|newest|most recent|neueste|spateste|jungste)/

/** Matches the names of columns whose high values are bad. */
export const badWords =
  /delay|cost|death|killed|injur|error|defect|unemploy|crime|complaint|damage|verspat|kosten|fehler/i

const timeSuperlatives = /^(?:earliest|latest|newest|fruheste|neueste|spateste)/

/** Returns whether a comparative requests an order: "the higher one first". */
export const isComparativeFirst = (tokens: Segment['tokens'], index: number): boolean =>
  /^[a-z]{3,}er$/.test(tokens[index]!.folded) &&
  /^(?:one|ones|value|number|wert)?$/.test(
    frontWords.test(tokens[index + 1]?.folded ?? '') ? '' : (tokens[index + 1]?.folded ?? '-'),
  ) &&
  tokens.slice(index + 1, index + 3).some(({ folded }) => frontWords.test(folded))

export interface Superlative {
  readonly index: number
  readonly end: number
  readonly value: RankedValue | undefined
  readonly isDescending: boolean
  /** Whether the value is named next to the superlative, so that it can be a measure: "highest price". */
  readonly isNamed: boolean
}

/** Reads a superlative and the value next to it: "highest average price", "most expensive", "oldest". */
export function readSuperlative(segment: Segment, query: TableQuery, index: number, limit: number): Superlative {
  const { tokens } = segment
  const token = tokens[index]!
  const { folded } = token
  // The worst delay is the highest one.
  const isWorstHigh =
    /^(?:worst|worse|schlechteste)/.test(folded) &&
    tokens.some(({ column }) => column && isNumber(column.type) && badWords.test(column.name))
  const isLow = lowSuperlatives.test(folded) && !isWorstHigh
  const isCountWord = /^(?:most|least|fewest|meisten?|wenigsten?)$/.test(folded)
  if (token.column && isMeasurable(token.column))
    return {
      index,
      end: tokens[index + 1]?.column?.name === token.column.name ? index + 2 : index + 1,
      value: { column: token.column.name },
      isDescending: !isLow,
      isNamed: tokens[index + 1]?.column?.name === token.column.name,
    }
  const timeColumn = findTimeColumnName(query.columns)
  const refersToTime =
    timeSuperlatives.test(folded) ||
    (earlyWords.test(folded) && !query.columns.some(({ name }) => /age|alter/i.test(name)))
  let end = index + 1
  let hasOtherSuperlatives = false
  let fn: string | undefined
  for (let next = index + 1; next < tokens.length && next <= index + 6; next++) {
    const each = tokens[next]!
    if (each.end > limit || each.kind === 'operator' || !isUnused(segment, each)) break
    const measure = findMeasures(segment.folded.slice(each.start, limit)).find(({ start }) => start === 0)
    // "lowest, highest and median price"
    if (measure && hasOtherSuperlatives && !each.column) {
      next = findTokenIndex(segment, each.start + measure.end) - 1
      continue
    }
    if (measure && fn === undefined && measure.fn !== 'min' && measure.fn !== 'max' && !each.column) {
      ;({ fn } = measure)
      end = findTokenIndex(segment, each.start + measure.end)
      next = end - 1
      continue
    }
    if (each.column) {
      const { column } = each
      if (isMeasurable(column) && !isYearColumn(column)) {
        // "the most engineers" after "population times the engineers share" refers to the product.
        const product = isCountWord
          ? query.computedColumns.findLast(
              ({ expression }) => expression.includes(`${quoteName(column.name)}`) && / \* /.test(expression),
            )
          : undefined
        if (product)
          return { index, end: next + 1, value: { column: product.name }, isDescending: !isLow, isNamed: true }
        return {
          index,
          end: hasOtherSuperlatives ? index + 1 : next + 1,
          value: {
            ...(fn !== undefined && fn !== 'count' ? { fn } : {}),
            column: column.name,
            ...(each.isPartial ? { isPartial: true } : {}),
          },
          isDescending: !isLow,
          isNamed: true,
        }
      }
      if (isTemporal(column.type) && (refersToTime || earlyWords.test(folded) || lateWords.test(folded)))
        return {
          index,
          end: next + 1,
          value: { column: column.name },
          isDescending: !earlyWords.test(folded) && !isLow,
          isNamed: true,
        }
      // "most orders" and "fewest cities" count rows.
      if (isCountWord) return { index, end: next + 1, value: { fn: 'count' }, isDescending: !isLow, isNamed: true }
      break
    }
    // In "lowest and highest price", both superlatives refer to the price.
    const isShared =
      (each.kind === 'comma' || /^(?:and|und|or|oder)$/.test(each.folded)) && startsValue(segment, next + 1, limit)
    if (/^(?:loss|losses|verluste?n?|defizit)$/.test(each.folded)) {
      // "the biggest loss" means the lowest profit.
      const profit = query.columns.find(({ name, type }) => isNumber(type) && /profit|gain|gewinn/i.test(name))
      if (profit) return { index, end: next + 1, value: { column: profit.name }, isDescending: isLow, isNamed: true }
    }
    if (isShared || (next > index + 1 && isSuperlative(each.folded))) {
      hasOtherSuperlatives = true
      continue
    }
    if (
      /^(?:by|per|in|for|with|has|first|on|at|nach|mit|je|pro|from|and|und|zuerst|oben|hat|haben|is|are|to)$/.test(
        each.folded,
      )
    )
      break
    // "the most rain" refers to an amount, not to the value "rain".
    const amount = isCountWord && each.cell ? findNumericSynonym(each.folded, query.columns) : undefined
    if (amount) return { index, end: next + 1, value: { column: amount.name }, isDescending: !isLow, isNamed: true }
    // "most recent" and "most expensive" are not counts.
    if (isCountWord && each.folded === 'recent' && timeColumn !== undefined)
      return { index, end: next + 1, value: { column: timeColumn }, isDescending: !isLow, isNamed: true }
    const isAdjective = /^[a-z]{3,}(?:ive|ful|ous|able|ible|ic|ent|ant|ar|ed)$/.test(each.folded)
    if (isCountWord && isAdjective && each.kind === 'word') {
      end = next + 1
      break
    }
    if (isCountWord && each.kind === 'word' && !/^(?:of|the|number)$/.test(each.folded) && fn === undefined) {
      return { index, end: next + 1, value: { fn: 'count' }, isDescending: !isLow, isNamed: true }
    }
  }
  if (refersToTime && timeColumn !== undefined)
    return {
      index,
      end: index + 1,
      value: { column: timeColumn },
      isDescending: lateWords.test(folded),
      isNamed: false,
    }
  // "the highest site" is ranked by elevation.
  const isOfMeasure = frontWords.test(tokens[index + 1]?.folded ?? '') && findMeasures(segment.folded).length > 0
  const isPlain =
    !isOfMeasure && fn === undefined && query.measures.length + query.groups.length + query.computedColumns.length === 0
  const dimension = isPlain ? findNumericSynonym(folded.replace(/(?:est|ste[nrms]?)$/, ''), query.columns) : undefined
  if (dimension)
    return { index, end: index + 1, value: { column: dimension.name }, isDescending: !isLow, isNamed: false }
  // "who spent the most"
  const verb = tokens[index - 1]?.folded === 'the' ? tokens[index - 2] : tokens[index - 1]
  if (isCountWord && fn === undefined && verb?.column && isMeasurable(verb.column) && isUnused(segment, verb))
    return {
      index,
      end,
      value: { fn: 'sum', column: verb.column.name },
      isDescending: !isLow,
      isNamed: true,
    }
  const value = fn === undefined ? undefined : { fn }
  return { index, end, value, isDescending: earlyWords.test(folded) ? true : !isLow, isNamed: value !== undefined }
}

/**
 * Returns whether a superlative or measure follows, optionally after an article: "the lowest and the highest price".
 */
function startsValue({ tokens, folded }: Segment, startIndex: number, limit: number): boolean {
  const token =
    tokens[/^(?:the|der|die|das|den|dem)$/.test(tokens[startIndex]?.folded ?? '') ? startIndex + 1 : startIndex]
  return (
    token !== undefined &&
    (isSuperlative(token.folded) || findMeasures(folded.slice(token.start, limit)).some(({ start }) => start === 0))
  )
}

/** Words after a superlative that request an order: "newest first". */
export const frontWords = /^(?:first|top|zuerst|oben|zuoberst|voran)$/
