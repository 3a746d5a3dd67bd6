import type { NodeReport, Problem, TableRef, Value, Values } from '@aw-flow/schema'

/** A node's result, stored under its derivation key. @internal */
export interface StoredResult {
  key: string
  /** The node's type and label, for display. */
  type: string
  label: string
  outputs: Values
  rows?: number
  report?: NodeReport
  /** The active output ports. Defaults to all. */
  taken?: string[]
  problems: Problem[]
  /** How long the node ran, in milliseconds. */
  ms: number
  /** The id of the run that produced the result. */
  run: string
  /** The approximate memory usage in bytes, including tables. */
  bytes: number
}

/**
 * A cache of results, keyed by derivation key. It is shared across runs and versions of settings, so that reverting
 * a setting reuses the earlier results. The size is limited, and the least recently used results are evicted first. The
 * tables of a result are held until the result is evicted.
 *
 * @internal
 */
export type ResultCache = ReturnType<typeof createResultCache>

/** @internal */
export interface ResultCacheOptions {
  /** The maximum size in bytes. Defaults to 256 MB. */
  maxBytes?: number
  /** Returns whether a table still exists. */
  hasTable?: (id: string) => boolean
  /** Called when a result starts to hold tables. */
  onHold?: (key: string, tables: readonly TableRef[]) => void
  /** Called when a result is evicted and no longer holds tables. */
  onRelease?: (key: string) => void
}

/** Creates an in-memory cache of results. @internal */
export function createResultCache({
  maxBytes = 256 * 1024 * 1024,
  hasTable = () => true,
  onHold,
  onRelease,
}: ResultCacheOptions = {}) {
  // Maps iterate in insertion order, so the first entry is the least recently used one.
  const resultsByKey = new Map<string, StoredResult>()
  let bytes = 0

  const remove = (key: string): void => {
    const result = resultsByKey.get(key)
    if (!result) return
    resultsByKey.delete(key)
    bytes -= result.bytes
    onRelease?.(key)
  }
  const shrink = (targetBytes: number): void => {
    for (const key of resultsByKey.keys()) {
      if (bytes <= targetBytes) return
      remove(key)
    }
  }

  return {
    /** Returns the result for a derivation key if it is cached and its tables still exist. Marks it as recently used. */
    find(key: string): StoredResult | undefined {
      const result = resultsByKey.get(key)
      if (!result) return undefined
      if (listTables(result.outputs).some(({ id }) => !hasTable(id))) {
        remove(key)
        return undefined
      }
      resultsByKey.delete(key)
      resultsByKey.set(key, result)
      return result
    },
    /** Stores a result. Evicts the least recently used results if the size limit is exceeded. */
    add(newResult: Omit<StoredResult, 'bytes'>): void {
      remove(newResult.key)
      const result = { ...newResult, bytes: estimateValuesBytes(newResult.outputs) }
      if (result.bytes > maxBytes) return
      resultsByKey.set(newResult.key, result)
      bytes += result.bytes
      onHold?.(newResult.key, listTables(newResult.outputs))
      shrink(maxBytes)
    },
    /** Returns all results, most recently used first. */
    list: (): StoredResult[] => [...resultsByKey.values()].reverse(),
    remove,
    clear: (): void => shrink(-1),
    /** Evicts the least recently used results until the size is at most `targetBytes`. */
    shrink,
    get bytes(): number {
      return bytes
    },
  }
}

/** Returns the tables among the values. */
export function listTables(values: Values): TableRef[] {
  const tables: TableRef[] = []
  for (const port in values) {
    const value = values[port]!
    if (value.kind === 'table') tables.push(value.table)
  }
  return tables
}

/**
 * Estimates the memory usage of a table in bytes: 24 per text cell and 8 per other cell, ignoring compression.
 *
 * @internal
 */
export function estimateTableBytes({ rows, columns }: TableRef): number {
  let bytesPerRow = 0
  for (const { type } of columns) bytesPerRow += type === 'VARCHAR' ? 24 : 8
  return rows * bytesPerRow
}

/** Estimates the memory usage of values in bytes. */
export function estimateValuesBytes(values: Values): number {
  let bytes = 64
  for (const port in values) bytes += estimateValueBytes(values[port]!)
  return bytes
}

function estimateValueBytes(value: Value): number {
  switch (value.kind) {
    case 'table':
      return estimateTableBytes(value.table)
    case 'text':
      return value.text.length * 2
    case 'json':
      return estimateJsonBytes(value.json)
    case 'file':
      return 128
  }
}

function estimateJsonBytes(json: unknown): number {
  if (typeof json === 'string') return 16 + json.length * 2
  if (typeof json !== 'object' || json === null) return 8
  let bytes = 16
  for (const [key, value] of Object.entries(json)) bytes += key.length * 2 + estimateJsonBytes(value)
  return bytes
}
