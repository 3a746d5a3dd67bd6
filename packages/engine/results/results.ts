import type { NodeReport, Problem, TableRef, Value, Values } from '@aw-flow/schema'

/** The result of a node, stored under its derivation key. @internal */
export interface StoredResult {
  key: string
  /** The type and label of the node, for display. */
  type: string
  label: string
  outputs: Values
  rows?: number
  report?: NodeReport
  /** The active output ports. Default: all. */
  taken?: string[]
  problems: Problem[]
  /** The time that the node took, in ms. */
  ms: number
  /** The run that produced it. */
  run: string
  /** The approximate memory that it uses, including its tables. */
  bytes: number
}

/**
 * A cache of results by derivation key, across runs and versions of settings: returning to earlier settings finds their
 * results. Its size is bounded; the least recently used results are evicted first. Tables of a result are held until it
 * is evicted.
 *
 * @internal
 */
export interface Results {
  /** Returns the result of a derivation key if it is cached and its tables exist; marks it as used. */
  find(key: string): StoredResult | undefined
  /** Stores a result, and drops the least recently used ones over the limit. */
  add(result: Omit<StoredResult, 'bytes'>): void
  /** Returns all results, most recently used first. */
  list(): StoredResult[]
  remove(key: string): void
  clear(): void
  /** Evicts least recently used results until at most this size remains. */
  shrink(toBytes: number): void
  readonly bytes: number
}

/** @internal */
export interface ResultsOptions {
  /** The maximum size. Default: 256 MB. */
  maxBytes?: number
  /** Whether a table still exists. */
  hasTable?: (id: string) => boolean
  /** Called when a result starts holding tables, and when it is evicted. */
  onHold?: (key: string, tables: readonly TableRef[]) => void
  onRelease?: (key: string) => void
}

/** Creates a cache of results in memory. @internal */
export function createResults({
  maxBytes = 256 * 1024 * 1024,
  hasTable = () => true,
  onHold,
  onRelease,
}: ResultsOptions = {}): Results {
  // Maps iterate in insertion order: the first entry is the least recently used.
  const stored = new Map<string, StoredResult>()
  let bytes = 0

  const remove = (key: string): void => {
    const result = stored.get(key)
    if (!result) return
    stored.delete(key)
    bytes -= result.bytes
    onRelease?.(key)
  }
  const shrink = (toBytes: number): void => {
    for (const key of stored.keys()) {
      if (bytes <= toBytes) return
      remove(key)
    }
  }

  return {
    find(key) {
      const result = stored.get(key)
      if (!result) return undefined
      if (listTables(result.outputs).some(({ id }) => !hasTable(id))) {
        remove(key)
        return undefined
      }
      stored.delete(key)
      stored.set(key, result)
      return result
    },
    add(newResult) {
      remove(newResult.key)
      const result = { ...newResult, bytes: estimateValuesBytes(newResult.outputs) }
      if (result.bytes > maxBytes) return
      stored.set(newResult.key, result)
      bytes += result.bytes
      onHold?.(newResult.key, listTables(newResult.outputs))
      shrink(maxBytes)
    },
    list: () => [...stored.values()].reverse(),
    remove,
    clear: () => shrink(-1),
    shrink,
    get bytes() {
      return bytes
    },
  }
}

/** Returns the tables among values. */
export function listTables(values: Values): TableRef[] {
  const tables: TableRef[] = []
  for (const port in values) {
    const value = values[port]!
    if (value.kind === 'table') tables.push(value.table)
  }
  return tables
}

/**
 * Returns the approximate memory of a table in bytes: 24 per text cell, 8 per other cell, ignoring compression.
 *
 * @internal
 */
export function estimateTableBytes({ rows, columns }: TableRef): number {
  let bytesPerRow = 0
  for (const { type } of columns) bytesPerRow += type === 'VARCHAR' ? 24 : 8
  return rows * bytesPerRow
}

/** Returns the approximate memory of values in bytes. */
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
