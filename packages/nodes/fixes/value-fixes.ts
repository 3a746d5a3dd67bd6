import { message } from '@aw-flow/messages'
import { createSettingEdit, getColumnType, getText, type NodeProblem, type ProposedFix } from './proposed-fix.ts'
import { replaceValue } from './replace-in-setting.ts'

/**
 * If a value cannot be compared with a column, rewrites it in the notation of the column's type, unless the value is
 * ambiguous.
 */
export function fixWrongValue(request: NodeProblem): ProposedFix[] {
  const { node, setting } = request
  const currentValue = node.data.config[setting]
  const displayedValue = getText(request, 'value')
  if (currentValue === undefined || displayedValue === '') return []
  let originalValue: unknown
  try {
    originalValue = JSON.parse(displayedValue)
  } catch {
    originalValue = displayedValue
  }
  if (typeof originalValue !== 'string') return []
  const type = getColumnType(request, 'type')
  const rewrittenValue = /^(DATE|TIMESTAMP)/.test(type)
    ? rewriteDate(originalValue)
    : type === 'BOOLEAN'
      ? rewriteBoolean(originalValue)
      : rewriteNumber(originalValue)
  if (rewrittenValue === undefined || type === 'VARCHAR') return []
  const value = replaceValue(currentValue, originalValue, rewrittenValue)
  const change = message('fix.replace', { from: originalValue, to: String(rewrittenValue) })
  return [{ change, edit: createSettingEdit(node, setting, value) }]
}

/**
 * Rewrites dates such as `31.12.2024`, and unambiguous dates such as `12/31/2024`, in ISO 8601 notation. A time of day
 * is preserved.
 */
function rewriteDate(text: string): string | undefined {
  const match = /^(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})([ T].*)?$/.exec(text.trim())
  if (!match) return undefined
  const [, first = '', separator, second = '', third = '', rest = ''] = match
  const [firstNumber, secondNumber] = [Number(first), Number(second)]
  const toIso = (year: string, month: number, day: number): string =>
    `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}${rest}`
  if (first.length === 4) return toIso(first, secondNumber, Number(third))
  if (third.length !== 4) return undefined
  if (separator === '.' || firstNumber > 12) return toIso(third, secondNumber, firstNumber)
  return secondNumber > 12 || firstNumber === secondNumber ? toIso(third, firstNumber, secondNumber) : undefined
}

/** Removes units and converts a decimal comma. Ambiguous numbers such as `1,500` are not converted. */
function rewriteNumber(text: string): number | undefined {
  const withoutUnits = text.replaceAll(/[\s\u00a0€$£%]|EUR|USD|CHF/gu, '')
  if (/^[+-]?\d{1,3}([.,])\d{3}$/.test(withoutUnits)) return undefined
  const number = /^[+-]?\d{1,3}(\.\d{3})*,\d+$|^[+-]?\d+,\d+$/.test(withoutUnits)
    ? withoutUnits.replaceAll('.', '').replace(',', '.')
    : /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(withoutUnits)
      ? withoutUnits.replaceAll(',', '')
      : withoutUnits
  return /^[+-]?\d+(\.\d+)?$/.test(number) ? Number(number) : undefined
}

function rewriteBoolean(text: string): boolean | undefined {
  const word = text.trim().toLowerCase()
  if (['yes', 'y', '1', 'on', 'ja', 'wahr', 'x'].includes(word)) return true
  return ['no', 'n', '0', 'off', 'nein', 'falsch'].includes(word) ? false : undefined
}
