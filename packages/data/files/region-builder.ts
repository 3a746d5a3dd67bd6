import type { LoadPlan } from '@aw-flow/schema'
import type { Region, RegionKind, Regions } from '@aw-flow/schema/internal'

const [lineFeed, carriageReturn, space, tab] = [0x0a, 0x0d, 0x20, 0x09]
/** Maximum number of regions in a report. */
const maxListedRegions = 1000

/** The kind of a line, as determined by a reader. */
export type LineKind = 'record' | 'reject' | 'blank' | 'note'

/**
 * Collects the regions of a file's text while it is read. The text passes through `observe`, the reader passes the
 * lines after the header to `addLines`, and `finish` receives the last lines, which the reader does not see. LF, CRLF
 * and CR each end a physical line.
 */
export class RegionBuilder {
  private recordCount = 0
  private rejectCount = 0
  private readonly plan: LoadPlan
  private readonly maxRegions: number
  private readonly headLineCount: number
  /** Whether each line above the records is blank. */
  private readonly isHeadLineBlank: boolean[] = []
  private lastLine = 0
  private currentRegion: Region | undefined
  private completedRegions: Region[] = []
  private hasDroppedRegions = false
  private readonly counts: Partial<Record<RegionKind, number>> = {}

  /**
   * @param maxRegions Maximum number of regions to buffer between calls to `takeRegions`. The lines of further regions
   *   are only counted.
   */
  constructor(plan: LoadPlan, maxRegions = maxListedRegions) {
    this.plan = plan
    this.maxRegions = maxRegions
    this.headLineCount = plan.skippedLines + plan.headerLines
  }

  /** Passes text (UTF-8 in chunks) through and inspects the lines above the records. */
  async *observe(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const scanner = new LineScanner((isBlank) => this.isHeadLineBlank.push(isBlank) < this.headLineCount)
    let isScanning = this.headLineCount > 0
    for await (const chunk of chunks) {
      if (isScanning) isScanning = scanner.scan(chunk)
      yield chunk
    }
    if (isScanning) scanner.end()
  }

  /** Adds `lineCount` lines starting at `line`, which contain `recordCount` records. */
  addLines(kind: LineKind, line: number, lineCount: number, recordCount = 1): void {
    this.addHeadLines()
    if (kind === 'record') this.recordCount += recordCount
    else if (kind === 'reject') this.rejectCount += recordCount
    this.add(kind, line, lineCount)
  }

  /** Adds the lines that the reader did not see, and completes the last region. */
  finish(tail: Uint8Array): void {
    this.addHeadLines()
    const scanner = new LineScanner((isBlank) => {
      this.add(this.classifyLine(this.lastLine + 1, isBlank, 'note'), this.lastLine + 1, 1)
      return true
    })
    scanner.scan(tail)
    scanner.end()
    this.completeRegion()
  }

  /** Returns the completed regions and removes them from the buffer. */
  takeRegions(): Region[] {
    const result = this.completedRegions
    this.completedRegions = []
    return result
  }

  /** Returns the regions for a report. Call this only after the end of the text. */
  createReport(): Regions {
    const records = { rows: this.recordCount, rejects: this.rejectCount }
    return { list: this.completedRegions, complete: !this.hasDroppedRegions, records, lines: this.counts }
  }

  private addHeadLines(): void {
    while (this.lastLine < this.isHeadLineBlank.length) {
      const line = this.lastLine + 1
      const isHeader = line > this.plan.skippedLines
      this.add(
        isHeader ? 'header' : this.classifyLine(line, this.isHeadLineBlank[line - 1] === true, 'preamble'),
        line,
        1,
      )
    }
  }

  private classifyLine(line: number, isBlank: boolean, kind: RegionKind): RegionKind {
    if (isBlank) return 'blank'
    const isInOtherTable = this.plan.otherTables?.some(({ lines: [from, to] }) => line >= from && line <= to)
    return isInOtherTable ? 'other-table' : kind
  }

  private add(kind: RegionKind, from: number, count: number): void {
    this.lastLine = from + count - 1
    this.counts[kind] = (this.counts[kind] ?? 0) + count
    if (this.currentRegion?.kind === kind) {
      this.currentRegion.to = this.lastLine
      return
    }
    this.completeRegion()
    this.currentRegion = { kind, from, to: this.lastLine }
  }

  private completeRegion(): void {
    if (this.currentRegion && this.completedRegions.length < this.maxRegions)
      this.completedRegions.push(this.currentRegion)
    else if (this.currentRegion) this.hasDroppedRegions = true
    this.currentRegion = undefined
  }
}

/** Classifies physical lines that arrive in chunks as blank or not. */
class LineScanner {
  private readonly onLine: (isBlank: boolean) => boolean
  private hasBytes = false
  private isBlank = true
  private isAfterReturn = false

  /** @param onLine Called for each line. Returns whether to continue. */
  constructor(onLine: (isBlank: boolean) => boolean) {
    this.onLine = onLine
  }

  /** Scans a chunk. Returns false once no more lines are needed. */
  scan(chunk: Uint8Array): boolean {
    for (const byte of chunk) {
      if (this.isAfterReturn) {
        this.isAfterReturn = false
        if (!this.endLine()) return false
        if (byte === lineFeed) continue
      }
      if (byte === lineFeed) {
        if (!this.endLine()) return false
      } else if (byte === carriageReturn) this.isAfterReturn = true
      else {
        this.hasBytes = true
        if (byte !== space && byte !== tab) this.isBlank = false
      }
    }
    return true
  }

  /** Ends the last line if it has no line ending. */
  end(): void {
    if (this.isAfterReturn || this.hasBytes) this.endLine()
  }

  private endLine(): boolean {
    const isBlank = this.isBlank
    this.hasBytes = false
    this.isBlank = true
    return this.onLine(isBlank)
  }
}
