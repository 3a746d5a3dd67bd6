import { getValue, parseJson } from '@aw-flow/schema'
import {
  listOperationSettings,
  type Operation,
  type OperationName,
  type OperationSetting,
} from '@aw-flow/schema/internal'

/** A form field for a setting of an operation. If the field of an optional setting is empty, the setting is removed. */
export interface OperationField extends OperationSetting {
  value: string
}

/** Converts the settings of an operation to form fields. The `reason` field comes last. */
export const toFields = (operation: Operation): OperationField[] =>
  listOperationSettings(operation.op).map((setting) => {
    const value = (operation as Readonly<Record<string, unknown>>)[setting.key]
    const kind = setting.kind === 'list' && value !== undefined && !canEditAsLines(value) ? 'json' : setting.kind
    return { ...setting, kind, value: formatField(kind, value) }
  })

/**
 * Returns whether a list can be edited with one value per line, which is not possible if a value is empty or has
 * multiple lines.
 */
const canEditAsLines = (value: unknown): boolean =>
  (value as readonly string[]).every((line) => line !== '' && !line.includes('\n'))

/** Creates the form fields for a new operation, with default values. */
export const createFields = (op: OperationName, reason: string): OperationField[] =>
  listOperationSettings(op).map((setting) => {
    const [first = ''] = setting.choices ?? []
    const value =
      setting.key === 'reason' ? reason : !setting.isRequired ? '' : setting.kind === 'boolean' ? 'false' : first
    return { ...setting, value }
  })

function formatField(kind: OperationField['kind'], value: unknown): string {
  if (value === undefined) return ''
  if (kind === 'list') return (value as string[]).join('\n')
  // Quotes distinguish text that looks like a number or boolean from an actual number or boolean.
  if (kind === 'scalar' && typeof value === 'string' && parseScalar(value) === value) return value
  if (kind === 'scalar') return JSON.stringify(value)
  return kind === 'json' ? JSON.stringify(value, null, 2) : String(value)
}

/** Applies form fields to an operation. Returns the changed operation, or the key of the first invalid field. */
export function applyFields(
  operation: { op: OperationName },
  fields: readonly OperationField[],
): { operation?: Record<string, unknown>; invalidKey?: string } {
  const settings: Record<string, unknown> = { ...operation }
  for (const { key, kind, value, isRequired } of fields) {
    if (!isRequired && value.trim() === '') delete settings[key]
    else if (kind === 'text' || kind === 'choice') settings[key] = value
    else if (kind === 'scalar') settings[key] = parseScalar(value)
    else if (kind === 'boolean') settings[key] = value === 'true'
    else if (kind === 'list') settings[key] = value.split('\n').filter((line) => line !== '')
    else if (kind === 'number') {
      if (value.trim() === '' || !Number.isFinite(Number(value))) return { invalidKey: key }
      settings[key] = Number(value)
    } else {
      const json = parseJson(value)
      if (!json.ok) return { invalidKey: key }
      settings[key] = json.value
    }
  }
  return { operation: settings }
}

/** Parses a number, boolean or quoted string as JSON. Any other text is returned unchanged. */
function parseScalar(text: string): unknown {
  const value = getValue(parseJson(text))
  return value === undefined || typeof value === 'object' ? text : value
}
