import { getRuleSubject, type RuleResult } from '@aw-flow/schema/internal'
import { formatFraction } from '../profile/format-profile.ts'
import type { ValidationStrings } from './validation-strings.ts'

/**
 * Describes how many rows fail a rule, for example `12 of 998 rows (1.2%)`. Missing columns and unchecked rules have no
 * row counts, so the reason is returned instead. Returns an empty string for passed rules and for rules about the
 * entire table.
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
  return strings.rowsFail(failing, checked, formatFraction(checked === 0 ? 0 : failing / checked, strings.language))
}
