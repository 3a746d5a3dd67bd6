import type { Operation } from '@aw-flow/schema'

/** A setting of an operation as it is edited: as text in a field. */
export interface OperationField {
  key: string
  kind: 'text' | 'number' | 'boolean' | 'list' | 'json'
  value: string
}

/** Not edited in fields: what an operation is, its name in the plan, and what was decided of it. */
const fixed = new Set(['op', 'id', 'state'])

/** The settings of an operation as fields, its reason last. */
export function fieldsOf(operation: Operation): OperationField[] {
  const entries = Object.entries(operation).filter(([key]) => !fixed.has(key))
  const sorted = [...entries.filter(([key]) => key !== 'reason'), ...entries.filter(([key]) => key === 'reason')]
  return sorted.map(([key, value]) => ({ key, ...fieldOf(value) }))
}

function fieldOf(value: unknown): Omit<OperationField, 'key'> {
  if (typeof value === 'string') return { kind: 'text', value }
  if (typeof value === 'number') return { kind: 'number', value: String(value) }
  if (typeof value === 'boolean') return { kind: 'boolean', value: String(value) }
  if (Array.isArray(value) && value.every((one) => typeof one === 'string' && !one.includes('\n') && one !== ''))
    return { kind: 'list', value: value.join('\n') }
  return { kind: 'json', value: JSON.stringify(value, null, 2) }
}

/** The operation with what stands in the fields; the key of a field that cannot be read. */
export function withFields(
  operation: Operation,
  fields: readonly OperationField[],
): { operation?: Record<string, unknown>; unread?: string } {
  const changed: Record<string, unknown> = { ...operation }
  for (const { key, kind, value } of fields) {
    if (kind === 'text') changed[key] = value
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
