import { isKeyword, isSign, type StatementToken } from './statement-tokens.ts'

/** Clauses that can change the order of rows or multiply them. */
const shuffling = 'GROUP DISTINCT HAVING UNION INTERSECT EXCEPT OVER QUALIFY JOIN PIVOT UNPIVOT WINDOW ORDER'.split(' ')

/** Whether a statement keeps the row order of its only table: it has at most a filter and a limit. @internal */
export function keepsOrder(tokens: readonly StatementToken[]): boolean {
  if (tokens.filter((token) => isKeyword(token, 'SELECT')).length !== 1) return false
  if (tokens.some((token) => isKeyword(token, ...shuffling))) return false
  const from = tokens.findIndex((token) => token.depth === 0 && isKeyword(token, 'FROM'))
  if (from < 0) return true
  const name = tokens[from + 1]
  if (name?.kind !== 'word' && name?.kind !== 'quoted') return false
  const next = isKeyword(tokens[from + 2], 'AS') ? tokens[from + 4] : tokens[from + 2]
  return next === undefined || isKeyword(next, 'WHERE', 'LIMIT', 'OFFSET')
}

/**
 * Adds a total order to a statement: after its own ORDER BY, by all columns. Statements that keep the order of their table
 * are returned unchanged.
 *
 * @param columns The number of columns of the result.
 * @internal
 */
export function withTotalOrder(statement: string, tokens: readonly StatementToken[], columns: number): string {
  if (keepsOrder(tokens)) return statement
  const places = Array.from({ length: columns }, (_, index) => index + 1).join(', ')
  const top = tokens.filter(({ depth }) => depth === 0)
  const end = top.findLast((token) => isKeyword(token, 'SELECT') || isSign(token, ')'))?.end ?? 0
  const limit = top.find((token) => token.start >= end && isKeyword(token, 'LIMIT', 'OFFSET'))
  const at = limit?.start ?? statement.length
  const order = top.findLast(
    (token, index) => isKeyword(token, 'ORDER') && isKeyword(top[index + 1], 'BY') && token.start < at,
  )
  const [before, behind] = [statement.slice(0, at).trimEnd(), statement.slice(at)]
  return `${before}${order ? ',' : ' ORDER BY'} ${places} ${behind}`.trimEnd()
}
