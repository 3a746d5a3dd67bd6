import { isNumber } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import type { Token } from '../words.ts'
import type { Comparison } from './condition.ts'
import { copulas, absenceWords, connectors } from './comparison-phrases.ts'
import { isYearColumn } from './compared-columns.ts'
import { stopWords } from './read-values.ts'

/** Collects the list of columns that ends at an index: "city or state" in "city or state is empty". */
export function readColumnsBefore(tokens: readonly Token[], lastIndex: number): Token[] {
  const list: Token[] = []
  for (let index = lastIndex; index >= 0; index--) {
    const token = tokens[index]!
    if (token.kind === 'column') list.unshift(token)
    else if (!connectors.has(token.folded) && token.kind !== 'comma' && !stopWords.has(token.folded)) break
    else if (list.length === 0) break
  }
  return list
}

export function readColumnList(tokens: readonly Token[], index: number): Token[] {
  const list: Token[] = []
  for (const token of tokens.slice(index)) {
    if (token.kind === 'column') list.push(token)
    else if (
      !stopWords.has(token.folded) &&
      token.kind !== 'comma' &&
      !connectors.has(token.folded) &&
      !/^(?:known|valid|recorded|given|bekannte[mnrs]?)$/.test(token.folded) &&
      !(list.length > 0 && /^(?:number|address|nummer|adresse|data|entry)$/.test(token.folded))
    )
      break
  }
  return list
}

/** Reads the column after an amount, and the comparison: "30 deaths or more", "with 8 cylinders". */
export function readColumnAfterAmount(
  tokens: readonly Token[],
  index: number,
): { column: Column; comparison: Comparison; end: number } | undefined {
  const column = tokens[index + 1]?.column
  if (!column || !isNumber(column.type) || isYearColumn(column)) return undefined
  // "4 cylinders and more than 30 mpg" consists of two conditions.
  const startsNewCondition = /^(?:than|als)$/.test(tokens[index + 4]?.folded ?? '')
  if (connectors.has(tokens[index + 2]?.folded ?? '') && !startsNewCondition) {
    const word = tokens[index + 3]?.folded ?? ''
    if (/^(?:more|above|higher|mehr|hoher)$/.test(word)) return { column, comparison: 'at-least', end: index + 4 }
    if (/^(?:less|fewer|below|lower|weniger)$/.test(word)) return { column, comparison: 'at-most', end: index + 4 }
  }
  return /^(?:with|has|have|had|exactly|mit|hat|haben|hatten|genau)$/.test(tokens[index - 1]?.folded ?? '')
    ? { column, comparison: 'equals', end: index + 2 }
    : undefined
}

const predicateCuePattern =
  /^(?:is|are|was|were|been|being|be|not|non|no|with|without|has|have|had|having|who|which|that|only|just|all|nur|alle|mit|ohne|nicht|ist|sind|war|waren|hat|haben|noch|still|already|currently|keep|remove|show|list|of|the)$/

/** Returns whether a boolean column is used as a condition: "overdue loans", "that have scheduled service". */
export function isPredicate(tokens: readonly Token[], index: number): boolean {
  const [previousToken, next] = [tokens[index - 1], tokens[index + 1]]
  const isListSeparator = (token: Token | undefined): boolean =>
    token?.kind === 'comma' || connectors.has(token?.folded ?? '')
  const hasValue = next?.kind === 'operator' || copulas.has(next?.folded ?? '') || next?.kind === 'text'
  if (hasValue && !absenceWords.has(previousToken?.folded ?? '')) return false
  if (
    (isListSeparator(previousToken) && tokens[index - 2]?.column) ||
    (isListSeparator(next) && tokens[index + 2]?.column)
  )
    return false
  if (/^(?:by|per|nach|je|pro|each)$/.test(previousToken?.folded ?? '')) return false
  return (
    previousToken === undefined ||
    predicateCuePattern.test(previousToken.folded) ||
    (next !== undefined && (next.kind === 'word' || next.isPartial === true))
  )
}
