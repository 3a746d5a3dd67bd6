import { defined, type Json } from '@aw-flow/schema'
import { isSameJson } from '@aw-flow/schema/internal'

/** The part of an approval that is compared with the user's edit. */
export interface ApprovalValue {
  value?: {
    kind: string
    json?: Json
    text?: string
    table?: unknown
    /** The first rows of a table. */
    sample?: readonly Readonly<Record<string, Json>>[]
  }
}

/** A changed cell or value. `before` is absent if the old value does not exist or was not shown. */
export interface ValueChange {
  /** A column name, or the path of a value such as "items.1.price". Empty for the entire value. */
  path: string
  /** The row number of a cell, starting at 1. */
  row?: number
  before?: Json
  after?: Json
}

/**
 * Returns up to `maxChanges` changes that the user has made: edited cells of a table or, for any other value, all
 * changed parts.
 */
export function diffApproval({ value }: ApprovalValue, editedValue: unknown, maxChanges = 100): ValueChange[] {
  if (value?.table) return diffCells(value.sample ?? [], editedValue).slice(0, maxChanges)
  const changes: ValueChange[] = []
  collectChanges(
    '',
    value?.kind === 'text' ? value.text : value?.json,
    editedValue as Json | undefined,
    changes,
    maxChanges,
  )
  return changes
}

function diffCells(sample: readonly Readonly<Record<string, Json>>[], editedValue: unknown): ValueChange[] {
  return (Array.isArray(editedValue) ? editedValue : []).flatMap((cell: unknown): ValueChange[] => {
    if (!isRecord(cell) || typeof cell.row !== 'number' || typeof cell.column !== 'string') return []
    const before = sample[cell.row - 1]?.[cell.column]
    const after = cell.value as Json | undefined
    if (before !== undefined && isSameJson(before, after)) return []
    return [defined({ path: cell.column, row: cell.row, before, after })]
  })
}

function collectChanges(
  path: string,
  before: Json | undefined,
  after: Json | undefined,
  changes: ValueChange[],
  maxChanges: number,
) {
  if (changes.length >= maxChanges || isSameJson(before, after)) return
  if (isContainer(before) && isContainer(after) && Array.isArray(before) === Array.isArray(after)) {
    const [oldValue, newValue] = [before as Record<string, Json>, after as Record<string, Json>]
    for (const key of new Set([...Object.keys(oldValue), ...Object.keys(newValue)])) {
      collectChanges(path === '' ? key : `${path}.${key}`, oldValue[key], newValue[key], changes, maxChanges)
    }
    return
  }
  changes.push(defined({ path, before, after }))
}

const isContainer = (value: Json | undefined): boolean => typeof value === 'object' && value !== null
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
