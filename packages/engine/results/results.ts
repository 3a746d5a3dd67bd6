import type { NodeReport, Problem, TableRef, Value, Values } from '@aw-flow/schema'

/** What a node came to, kept under its derivation. */
export interface KeptResult {
  key: string
  /** The node's type and label, to be told to people. */
  type: string
  label: string
  outputs: Values
  rows?: number
  report?: NodeReport
  /** The output ports that it took; all, where it is not said. */
  taken?: string[]
  problems: Problem[]
  /** How long it took to make, in ms. */
  ms: number
  /** The run that made it. */
  run: string
  /** About how much memory it holds, its tables included. */
  bytes: number
}

/**
 * Results by derivation key, of any number of runs and versions of settings: going back to earlier settings finds what
 * they gave. Bounded by size; what was not used for longest goes first. Tables that a result holds stay until it goes.
 */
export interface Results {
  /** The result of a derivation, where it is kept and its tables are there; it counts as used now. */
  find(key: string): KeptResult | undefined
  keep(result: Omit<KeptResult, 'bytes'>): void
  /** Last used first. */
  list(): KeptResult[]
  remove(key: string): void
  clear(): void
  /** Lets go of what was not used for longest, until at most this much is held. */
  shrink(toBytes: number): void
  readonly bytes: number
}

export interface ResultsOptions {
  /** At most so much is held. Default 256 MB. */
  maxBytes?: number
  /** Whether a table is still there. */
  hasTable?: (id: string) => boolean
  /** Told which tables a result holds while it is kept, and that it does not any more. */
  onHold?: (key: string, tables: readonly TableRef[]) => void
  onRelease?: (key: string) => void
}

/** A store of results in memory. */
export function createResults({
  maxBytes = 256 * 1024 * 1024,
  hasTable = () => true,
  onHold,
  onRelease,
}: ResultsOptions = {}): Results {
  // A map keeps the order in which its entries were set: the first is the one not used for longest.
  const kept = new Map<string, KeptResult>()
  let bytes = 0

  const remove = (key: string): void => {
    const result = kept.get(key)
    if (!result) return
    kept.delete(key)
    bytes -= result.bytes
    onRelease?.(key)
  }
  const shrink = (toBytes: number): void => {
    for (const key of kept.keys()) {
      if (bytes <= toBytes) return
      remove(key)
    }
  }

  return {
    find(key) {
      const result = kept.get(key)
      if (!result) return undefined
      if (tablesOf(result.outputs).some(({ id }) => !hasTable(id))) {
        remove(key)
        return undefined
      }
      kept.delete(key)
      kept.set(key, result)
      return result
    },
    keep(given) {
      remove(given.key)
      const result = { ...given, bytes: sizeOf(given.outputs) }
      if (result.bytes > maxBytes) return
      kept.set(given.key, result)
      bytes += result.bytes
      onHold?.(given.key, tablesOf(given.outputs))
      shrink(maxBytes)
    },
    list: () => [...kept.values()].reverse(),
    remove,
    clear: () => shrink(-1),
    shrink,
    get bytes() {
      return bytes
    },
  }
}

/** The tables among values. */
export function tablesOf(values: Values): TableRef[] {
  const tables: TableRef[] = []
  for (const port in values) {
    const value = values[port]!
    if (value.kind === 'table') tables.push(value.table)
  }
  return tables
}

/** About how much memory a table holds, in bytes: 24 a text cell, 8 any other. Compression is not counted. */
export function tableBytes({ rows, columns }: TableRef): number {
  let row = 0
  for (const { type } of columns) row += type === 'VARCHAR' ? 24 : 8
  return rows * row
}

/** About how much memory values hold, in bytes. */
export function sizeOf(values: Values): number {
  let bytes = 64
  for (const port in values) bytes += valueBytes(values[port]!)
  return bytes
}

function valueBytes(value: Value): number {
  switch (value.kind) {
    case 'table':
      return tableBytes(value.table)
    case 'text':
      return value.text.length * 2
    case 'json':
      return jsonBytes(value.json)
    case 'file':
      return 128
  }
}

function jsonBytes(json: unknown): number {
  if (typeof json === 'string') return 16 + json.length * 2
  if (typeof json !== 'object' || json === null) return 8
  let bytes = 16
  for (const [key, value] of Object.entries(json)) bytes += key.length * 2 + jsonBytes(value)
  return bytes
}
