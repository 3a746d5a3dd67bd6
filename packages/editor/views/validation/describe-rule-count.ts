import { getRuleSubject, type RuleResult } from '@aw-flow/schema'
import { formatShare } from '../profile/format-profile.ts'
import type { ValidationStrings } from './validation-strings.ts'

/**
 * Describes the number of rows that fail a rule: `12 of 998 rows (1.2%)`. For a missing column or an unchecked rule,
 * which have no row counts, describes the reason instead. Empty for rules over the table and for passed rules.
 */
export function describeRuleCount(
  result: RuleResult,
  strings: Pick<ValidationStrings, 'language' | 'missingColumn' | 'rowsFail' | 'unchecked'>,
): string {
  const { valid, failing, checked } = result
  if (valid) return ''
  const subject = getRuleSubject(result)
  if (subject === 'missing-column') return strings.missingColumn
  if (subject === 'unchecked') return strings.unchecked
  if (subject === 'table') return ''
  return strings.rowsFail(failing, checked, formatShare(checked === 0 ? 0 : failing / checked, strings.language))
}
