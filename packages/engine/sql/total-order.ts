import { isKeyword, isSign, type StatementToken } from './statement-tokens.ts'

/** What may leave rows in any order, or make several of one. */
const shuffling = 'GROUP DISTINCT HAVING UNION INTERSECT EXCEPT OVER QUALIFY JOIN PIVOT UNPIVOT WINDOW ORDER'.split(' ')

/** True where the rows come in the order of the one table that is read: nothing but a filter and a limit stand between. */
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
 * The statement with an order in which no two different rows are equal: behind what it orders by itself, by all columns
 * from the first to the last. Left as it is where its rows keep the order of the table that they come from.
 *
 * @param columns How many columns it gives.
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
