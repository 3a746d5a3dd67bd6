import type { Json } from '@aw-flow/schema'
import type { FormStrings } from './form-strings.ts'
import type { SettingField } from './setting-field.ts'

/** What is written in a field, as the value that it means; an empty field means none. Else why it is no value yet. */
export function readTyped(
  field: Pick<SettingField, 'kind' | 'minimum' | 'maximum' | 'asText'>,
  text: string,
  strings: FormStrings,
): { value: Json | undefined } | { reason: string } {
  if (field.kind === 'number' || field.kind === 'integer') return readNumber(field, text, strings)
  if (field.kind !== 'json') return { value: text }
  if (text.trim() === '') return { value: undefined }
  // A setting that is text may also be a plain name; what begins like JSON is meant as JSON.
  if (field.asText && !/^\s*[[{"]/.test(text)) return { value: text }
  try {
    const value = JSON.parse(text) as Json
    return { value: field.asText ? text : value }
  } catch (cause) {
    return { reason: strings.notJson(cause instanceof Error ? cause.message : String(cause)) }
  }
}

function readNumber(
  { kind, minimum, maximum }: Pick<SettingField, 'kind' | 'minimum' | 'maximum'>,
  text: string,
  strings: FormStrings,
): { value: number | undefined } | { reason: string } {
  if (text.trim() === '') return { value: undefined }
  const value = Number(text.trim().replace(',', '.'))
  if (!Number.isFinite(value)) return { reason: strings.notNumber }
  if (kind === 'integer' && !Number.isInteger(value)) return { reason: strings.notInteger }
  if (minimum !== undefined && value < minimum) return { reason: strings.tooSmall(minimum) }
  if (maximum !== undefined && value > maximum) return { reason: strings.tooLarge(maximum) }
  return { value }
}
