import type { SourceFile } from '@aw-flow/engine'
import type { Dialect, LoadPlan, Region } from '@aw-flow/schema'
import { cleanDialect } from './clean-csv.ts'
import { decodedPieces } from './decoded-pieces.ts'
import { cleanAligned } from './read-aligned.ts'
import { cleanDelimited } from './read-delimited.ts'
import { RegionBuilder } from './region-builder.ts'
import { withoutLastLines } from './without-last-lines.ts'

export interface RegionsOptions {
  /** As the load found it (`padded` above 0): records that are too short are records, otherwise they are rejects. */
  pad: boolean
  signal?: AbortSignal | undefined
}

/**
 * The regions of a delimited text as a plan reads it, in their order: every physical line is in exactly one of them. The
 * text is read once, in pieces; what the records are is decided by the reader that loads them.
 */
export async function* regionsOf(file: SourceFile, plan: LoadPlan, options: RegionsOptions): AsyncGenerator<Region> {
  const builder = new RegionBuilder(plan, Infinity)
  const { pad, signal } = options
  const { pieces } = cleanWithRegions(decodedPieces(file, plan.encoding, { signal }), plan, pad, builder)
  for await (const _ of pieces) yield* builder.take()
  yield* builder.take()
}

/** A plan's records as CSV that DuckDB reads, with the regions of what they are read from; a plan without columns has no records. */
export function cleanWithRegions(
  text: AsyncIterable<Uint8Array>,
  plan: LoadPlan,
  pad: boolean,
  regions: RegionBuilder,
): ReturnType<typeof cleanDelimited> {
  const { dialect = cleanDialect, skippedLines, headerLines, trailingLines = 0, mends = [], columns } = plan
  let tail: Uint8Array = new Uint8Array(0)
  const body = regions.observe(withoutLastLines(text, trailingLines, (lines) => (tail = lines)))
  const options = { dialect, width: columns.length, skippedLines: skippedLines + headerLines, mends, pad, regions }
  const { pieces, result } = isAligned(dialect) ? cleanAligned(body, options) : cleanDelimited(body, options)
  async function* finished(): AsyncGenerator<Uint8Array> {
    yield* pieces
    regions.finish(tail)
  }
  return { pieces: finished(), result }
}

/** True for cells that are cut by their place, or at runs of a delimiter, and for lines that stand between marks as a whole. */
export const isAligned = ({ repeated, columnStarts, enclosed }: Dialect): boolean =>
  repeated === true || columnStarts !== undefined || enclosed !== undefined
