import { operationSettings, type Operation, type OperationName, type OperationSetting } from '@aw-flow/schema'

/** A setting of an operation as a text field. An optional one may be empty: then it is not set. */
export interface OperationField extends OperationSetting {
  value: string
}

/** The fields of an operation, its reason last. */
export const fieldsOf = (operation: Operation): OperationField[] =>
  operationSettings(operation.op).map((setting) => {
    const value = (operation as Readonly<Record<string, unknown>>)[setting.key]
    const kind = setting.kind === 'list' && value !== undefined && !areLines(value) ? 'json' : setting.kind
    return { ...setting, kind, value: textOf(kind, value) }
  })

/** An empty text or one of several lines cannot be a line of a list. */
const areLines = (value: unknown): boolean =>
  (value as readonly string[]).every((one) => one !== '' && !one.includes('\n'))

/** The default settings of a new operation of a kind. */
export const newFields = (op: OperationName, reason: string): OperationField[] =>
  operationSettings(op).map((setting) => {
    const [first = ''] = setting.choices ?? []
    const value =
      setting.key === 'reason' ? reason : !setting.isRequired ? '' : setting.kind === 'boolean' ? 'false' : first
    return { ...setting, value }
  })

function textOf(kind: OperationField['kind'], value: unknown): string {
  if (value === undefined) return ''
  if (kind === 'list') return (value as string[]).join('\n')
  // Quotes distinguish a text that looks like a number.
  if (kind === 'scalar' && typeof value === 'string' && scalarOf(value) === value) return value
  if (kind === 'scalar') return JSON.stringify(value)
  return kind === 'json' ? JSON.stringify(value, null, 2) : String(value)
}

/** The operation with the values of the fields, or the key of an invalid field. */
export function withFields(
  operation: { op: OperationName },
  fields: readonly OperationField[],
): { operation?: Record<string, unknown>; unread?: string } {
  const changed: Record<string, unknown> = { ...operation }
  for (const { key, kind, value, isRequired } of fields) {
    if (!isRequired && value.trim() === '') delete changed[key]
    else if (kind === 'text' || kind === 'choice') changed[key] = value
    else if (kind === 'scalar') changed[key] = scalarOf(value)
    else if (kind === 'boolean') changed[key] = value === 'true'
    else if (kind === 'list') changed[key] = value.split('\n').filter((line) => line !== '')
    else if (kind === 'number') {
      if (value.trim() === '' || !Number.isFinite(Number(value))) return { unread: key }
      changed[key] = Number(value)
    } else {
      try {
        changed[key] = JSON.parse(value) as unknown
      } catch {
        return { unread: key }
      }
    }
  }
  return { operation: changed }
}

/** Parses a number, a boolean or a quoted text as JSON; anything else is plain text. */
function scalarOf(written: string): unknown {
  try {
    const value: unknown = JSON.parse(written)
    return typeof value === 'object' ? written : value
  } catch {
    return written
  }
}
