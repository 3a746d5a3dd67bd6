import type { RuleResult } from './validation.ts'

/**
 * Subject of a rule result: counted rows, the table, a column that is missing, or nothing, because the rule
 * could not be checked.
 *
 * @internal
 */
export type RuleSubject = 'rows' | 'table' | 'missing-column' | 'unchecked'

/** Codes of rules over a table. Their results do not count rows, although `failing` is not 0 if they fail. */
const tableCodes: ReadonlySet<string> = new Set(['minRows', 'maxRows', 'rows', 'strict', 'info'])

/**
 * Returns the subject of a result. Only `rows` have meaningful numbers of failing and checked rows: a missing column is
 * recorded as if every row failed.
 *
 * @internal
 */
export function getRuleSubject({ code, valid, message }: RuleResult): RuleSubject {
  if (typeof message !== 'string' && message.code === 'validate.uncounted') return 'unchecked'
  if (tableCodes.has(code)) return 'table'
  return code === 'column' && !valid ? 'missing-column' : 'rows'
}
