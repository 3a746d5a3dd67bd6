import type { LoadPlan, Region, RegionKind, Regions } from '@aw-flow/schema'

const [lineFeed, carriageReturn, space, tab] = [0x0a, 0x0d, 0x20, 0x09]
/** Regions that are kept for a report. */
const mostListed = 1000

/** What a reader made of some lines. */
export type RecordKind = 'record' | 'reject' | 'blank'

/**
 * Puts the regions of a text together while it is read: its beginning passes through `observe`, the reader tells `record`
 * by record what it made of the lines behind the header, and the end that it was not shown is given to `finish`. Physical
 * lines end at LF, CRLF and CR.
 */
export class RegionBuilder {
  private records = 0
  private rejects = 0
  private readonly plan: LoadPlan
  private readonly keep: number
  private readonly head: number
  /** Of the lines above the records, which ones are blank. */
  private readonly blank: boolean[] = []
  private placed = 0
  private open: Region | undefined
  private closed: Region[] = []
  private dropped = false
  private readonly counts: Partial<Record<RegionKind, number>> = {}

  /** @param keep How many regions are held until they are taken; further ones are only counted. */
  constructor(plan: LoadPlan, keep = mostListed) {
    this.plan = plan
    this.keep = keep
    this.head = plan.skippedLines + plan.headerLines
  }

  /** Passes a text (UTF-8 in pieces) on, and looks at the lines above its records. */
  async *observe(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const lines = new LineLook((isBlank) => this.blank.push(isBlank) < this.head)
    let isOpen = this.head > 0
    for await (const piece of pieces) {
      if (isOpen) isOpen = lines.look(piece)
      yield piece
    }
    if (isOpen) lines.end()
  }

  /** `count` lines from `line` on are of this kind: one record, or so many as `records` says. */
  record(kind: RecordKind, line: number, count: number, records = 1): void {
    this.placeHead()
    if (kind === 'record') this.records += records
    else if (kind === 'reject') this.rejects += records
    this.add(kind, line, count)
  }

  /** Places the lines that the reader was not shown. */
  finish(tail: Uint8Array): void {
    this.placeHead()
    const lines = new LineLook((isBlank) => {
      this.add(this.kindOutside(this.placed + 1, isBlank, 'note'), this.placed + 1, 1)
      return true
    })
    lines.look(tail)
    lines.end()
    this.close()
  }

  /** The regions that are complete, each once. */
  take(): Region[] {
    const taken = this.closed
    this.closed = []
    return taken
  }

  /** For a report, when the text has ended. */
  regions(): Regions {
    const records = { rows: this.records, rejects: this.rejects }
    return { list: this.closed, complete: !this.dropped, records, lines: this.counts }
  }

  private placeHead(): void {
    while (this.placed < this.blank.length) {
      const line = this.placed + 1
      const isHeader = line > this.plan.skippedLines
      this.add(isHeader ? 'header' : this.kindOutside(line, this.blank[line - 1] === true, 'preamble'), line, 1)
    }
  }

  private kindOutside(line: number, isBlank: boolean, kind: RegionKind): RegionKind {
    if (isBlank) return 'blank'
    const isOther = this.plan.otherTables?.some(({ lines: [from, to] }) => line >= from && line <= to)
    return isOther ? 'other-table' : kind
  }

  private add(kind: RegionKind, from: number, count: number): void {
    this.placed = from + count - 1
    this.counts[kind] = (this.counts[kind] ?? 0) + count
    if (this.open?.kind === kind) {
      this.open.to = this.placed
      return
    }
    this.close()
    this.open = { kind, from, to: this.placed }
  }

  private close(): void {
    if (this.open && this.closed.length < this.keep) this.closed.push(this.open)
    else if (this.open) this.dropped = true
    this.open = undefined
  }
}

/** Looks at physical lines as they come in pieces. */
class LineLook {
  private readonly onLine: (isBlank: boolean) => boolean
  private hasBytes = false
  private isBlank = true
  private afterReturn = false

  /** @param onLine Answers whether to go on. */
  constructor(onLine: (isBlank: boolean) => boolean) {
    this.onLine = onLine
  }

  /** False when no more lines are wanted. */
  look(piece: Uint8Array): boolean {
    for (const byte of piece) {
      if (this.afterReturn) {
        this.afterReturn = false
        if (!this.endLine()) return false
        if (byte === lineFeed) continue
      }
      if (byte === lineFeed) {
        if (!this.endLine()) return false
      } else if (byte === carriageReturn) this.afterReturn = true
      else {
        this.hasBytes = true
        if (byte !== space && byte !== tab) this.isBlank = false
      }
    }
    return true
  }

  /** Ends the last line, where it has not ended. */
  end(): void {
    if (this.afterReturn || this.hasBytes) this.endLine()
  }

  private endLine(): boolean {
    const isBlank = this.isBlank
    this.hasBytes = false
    this.isBlank = true
    return this.onLine(isBlank)
  }
}
