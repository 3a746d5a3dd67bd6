import { isKeyword, isSymbol, type StatementToken } from './tokenize-statement.ts'

/** Keywords of clauses that can reorder or multiply rows. */
const reorderingClauses =
  'GROUP DISTINCT HAVING UNION INTERSECT EXCEPT OVER QUALIFY JOIN PIVOT UNPIVOT WINDOW ORDER'.split(' ')

/**
 * Returns whether a statement preserves the row order of its only table: it may only filter and limit the rows.
 * @internal
 */
export function preservesOrder(tokens: readonly StatementToken[]): boolean {
  if (tokens.filter((token) => isKeyword(token, 'SELECT')).length !== 1) return false
  if (tokens.some((token) => isKeyword(token, ...reorderingClauses))) return false
  const fromIndex = tokens.findIndex((token) => token.depth === 0 && isKeyword(token, 'FROM'))
  if (fromIndex < 0) return true
  const name = tokens[fromIndex + 1]
  if (name?.kind !== 'word' && name?.kind !== 'quoted-name') return false
  const next = isKeyword(tokens[fromIndex + 2], 'AS') ? tokens[fromIndex + 4] : tokens[fromIndex + 2]
  return next === undefined || isKeyword(next, 'WHERE', 'LIMIT', 'OFFSET')
}

/**
 * Adds a total order to a statement by sorting on all columns, after its own ORDER BY if it has one. A statement that
 * preserves the order of its table is returned unchanged.
 *
 * @param columnCount The number of columns in the result.
 * @internal
 */
export function addTotalOrder(statement: string, tokens: readonly StatementToken[], columnCount: number): string {
  if (preservesOrder(tokens)) return statement
  const ordinals = Array.from({ length: columnCount }, (_, index) => index + 1).join(', ')
  const topLevelTokens = tokens.filter(({ depth }) => depth === 0)
  const end = topLevelTokens.findLast((token) => isKeyword(token, 'SELECT') || isSymbol(token, ')'))?.end ?? 0
  const limit = topLevelTokens.find((token) => token.start >= end && isKeyword(token, 'LIMIT', 'OFFSET'))
  const insertOffset = limit?.start ?? statement.length
  const order = topLevelTokens.findLast(
    (token, index) =>
      isKeyword(token, 'ORDER') && isKeyword(topLevelTokens[index + 1], 'BY') && token.start < insertOffset,
  )
  const [head, tail] = [statement.slice(0, insertOffset).trimEnd(), statement.slice(insertOffset)]
  return `${head}${order ? ',' : ' ORDER BY'} ${ordinals} ${tail}`.trimEnd()
}
