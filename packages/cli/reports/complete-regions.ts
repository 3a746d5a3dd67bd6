import { readRegions } from '@aw-flow/data/node'
import type { SourceFile } from '@aw-flow/engine'
import type { LoadReport } from '@aw-flow/schema'
import type { Regions } from '@aw-flow/schema/internal'

/** Maximum number of regions to list in a load report. */
const maxRegions = 1000

/**
 * Completes the regions in a report that covers only the start of a file, for example because DuckDB reads a large
 * file directly. Reads the file again. Once the maximum number of regions is reached, only their lines are counted.
 */
export async function completeRegions(file: SourceFile, report: LoadReport, signal: AbortSignal): Promise<LoadReport> {
  const { plan, regions, rows, rejects } = report
  if (!regions || regions.lines || plan.format !== 'csv' || plan.unpack !== undefined) return report
  const list: Regions['list'] = []
  const lines: NonNullable<Regions['lines']> = {}
  let regionCount = 0
  // DuckDB reads files directly only if no record is too short, so nothing needs padding.
  for await (const region of readRegions(file, plan, { padShortRecords: false, signal })) {
    regionCount++
    if (list.length < maxRegions) list.push(region)
    lines[region.kind] = (lines[region.kind] ?? 0) + region.to - region.from + 1
  }
  return { ...report, regions: { list, complete: regionCount === list.length, records: { rows, rejects }, lines } }
}
