import type { RuleResult } from './validation.ts'

/**
 * The subject of a rule result: counted rows, the table, a missing column, or nothing because the rule could not be
 * checked.
 *
 * @internal
 */
export type RuleSubject = 'rows' | 'table' | 'missing-column' | 'unchecked'

/**
 * Codes of rules that check the table as a whole. Their results do not count rows, although `failing` is not 0 if they
 * fail.
 */
const tableCodes: ReadonlySet<string> = new Set(['minRows', 'maxRows', 'rows', 'strict', 'info'])

/**
 * Returns the subject of a rule result. Only results for `rows` have meaningful numbers of failing and checked rows: a
 * missing column is recorded as if every row failed.
 *
 * @internal
 */
export function getRuleSubject({ code, valid, message }: RuleResult): RuleSubject {
  if (typeof message !== 'string' && message.code === 'validate.uncounted') return 'unchecked'
  if (tableCodes.has(code)) return 'table'
  return code === 'column' && !valid ? 'missing-column' : 'rows'
}
