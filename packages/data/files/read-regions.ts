import type { SourceFile } from '@aw-flow/engine'
import type { LoadPlan } from '@aw-flow/schema'
import type { Dialect, Region } from '@aw-flow/schema/internal'
import { cleanDialect } from './clean-csv.ts'
import { decodeChunks } from './decode-chunks.ts'
import { cleanAlignedText } from './read-aligned.ts'
import { cleanDelimitedText } from './read-delimited.ts'
import { RegionBuilder } from './region-builder.ts'
import { dropLastLines } from './drop-last-lines.ts'

/** @internal */
export interface RegionsOptions {
  /** Whether loading pads short records. Otherwise, they are rejected. */
  padShortRecords: boolean
  signal?: AbortSignal | undefined
}

/**
 * Yields the regions of delimited text in order, as read according to a plan. Every physical line belongs to exactly
 * one region. The text is read only once, in chunks, by the same reader that loads its records.
 *
 * @internal
 */
export async function* readRegions(file: SourceFile, plan: LoadPlan, options: RegionsOptions): AsyncGenerator<Region> {
  const builder = new RegionBuilder(plan, Infinity)
  const { padShortRecords, signal } = options
  const { chunks } = cleanWithRegions(decodeChunks(file, plan.encoding, { signal }), plan, padShortRecords, builder)
  for await (const _ of chunks) yield* builder.takeRegions()
  yield* builder.takeRegions()
}

/**
 * Returns the records of a plan as CSV for DuckDB, and collects the regions of the text. A plan without columns has no
 * records.
 */
export function cleanWithRegions(
  text: AsyncIterable<Uint8Array>,
  plan: LoadPlan,
  padShortRecords: boolean,
  regions: RegionBuilder,
): ReturnType<typeof cleanDelimitedText> {
  const { dialect = cleanDialect, skippedLines, headerLines, trailingLines = 0, mends: repairs = [], columns } = plan
  let tail: Uint8Array = new Uint8Array(0)
  const body = regions.observe(dropLastLines(text, trailingLines, (lines) => (tail = lines)))
  const options = {
    dialect,
    columnCount: columns.length,
    skippedLines: skippedLines + headerLines,
    repairs,
    padShortRecords,
    regions,
  }
  const { chunks, result } = isAligned(dialect) ? cleanAlignedText(body, options) : cleanDelimitedText(body, options)
  async function* finish(): AsyncGenerator<Uint8Array> {
    yield* chunks
    regions.finish(tail)
  }
  return { chunks: finish(), result }
}

/**
 * Returns whether a dialect needs `cleanAlignedText`: its cells are split at fixed positions or at runs of a delimiter,
 * or its lines are enclosed in quotes or delimiters.
 */
export const isAligned = ({ repeated, columnStarts, enclosed }: Dialect): boolean =>
  repeated === true || columnStarts !== undefined || enclosed !== undefined
