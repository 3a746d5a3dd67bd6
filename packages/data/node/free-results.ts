import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { DuckDBResult } from '@duckdb/node-api'

/** Values and bytes of a vector, of which a result has one for each column, even if it has a single row. */
const vectorValues = 2_048
const vectorBytes = vectorValues * 16
const maxUnfreedBytes = 16 * 2 ** 20

let collectGarbage: ((options: { type: 'minor' }) => void) | undefined
let unfreedBytes = 0

/**
 * Frees the memory of results that have been read. Their JavaScript objects are small, but keep native memory that V8
 * does not know of, so that it would collect them only after hundreds of megabytes.
 */
export function freeResults({ columnCount }: DuckDBResult, rowCount: number): void {
  unfreedBytes += columnCount * Math.ceil(rowCount / vectorValues) * vectorBytes
  if (unfreedBytes < maxUnfreedBytes) return
  unfreedBytes = 0
  if (!collectGarbage) {
    // V8 passes its collector only to contexts that are created afterwards.
    setFlagsFromString('--expose-gc')
    collectGarbage = runInNewContext('gc') as typeof collectGarbage
  }
  collectGarbage?.({ type: 'minor' })
}
