import { regionsOf } from '@aw-flow/data/node'
import type { SourceFile } from '@aw-flow/engine'
import type { LoadReport, Regions } from '@aw-flow/schema'

/** As many as a load lists itself. */
const mostListed = 1000

/**
 * The report with the regions of the whole text, where the load told those of its beginning: a large text that DuckDB
 * read as it lies is read once more for it. More regions than are listed are counted by their lines.
 */
export async function completeRegions(file: SourceFile, report: LoadReport, signal: AbortSignal): Promise<LoadReport> {
  const { plan, regions, rows, rejects } = report
  if (!regions || regions.lines || plan.format !== 'csv' || plan.unpack !== undefined) return report
  const list: Regions['list'] = []
  const lines: NonNullable<Regions['lines']> = {}
  let found = 0
  // What DuckDB read as it lies has no short record.
  for await (const region of regionsOf(file, plan, { pad: false, signal })) {
    found++
    if (list.length < mostListed) list.push(region)
    lines[region.kind] = (lines[region.kind] ?? 0) + region.to - region.from + 1
  }
  return { ...report, regions: { list, complete: found === list.length, records: { rows, rejects }, lines } }
}
