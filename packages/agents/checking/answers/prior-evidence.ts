import type { Finding } from '@aw-flow/schema/internal'

/** The evidence that is available without answers. */
export interface Prior {
  /** The findings, keyed by `row * columns + column`. */
  readonly findings: ReadonlyMap<number, Finding>
  /** Returns the log odds that a cell is wrong, estimated without answers. */
  getPriorLogOdds(key: number): number
  /** The columns whose dependencies conflict resolution has evaluated. */
  readonly evaluatedColumns: ReadonlySet<number>
  /** Returns a string that identifies the kind of finding and whether it is reported without answers. */
  getKind(key: number, finding: Finding): string
}

/** A value that may be the correct one. */
export interface RepairCandidate {
  readonly text: string
  /** The estimated probability that the value is correct. */
  readonly precision: number
}

/** Returns whether a finding results from other cells rather than from the value itself. */
export const isCausedByOtherCells = ({ rule, kind }: Finding): boolean =>
  kind === 'contradiction' || kind === 'spilled-value' || rule === 'dependency' || rule === 'sequence'

/** Prior log odds of cells without a finding. Only answers can raise them enough to make the cell suspicious. */
export const defaultPriorLogOdds = -4
export const maxPriorLogOdds = 3.5
/** Cells with lower log odds are not reported at any sensitivity. */
export const minReportedLogOdds = -2

export const toProbability = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds))
export const toLogOdds = (probability: number): number =>
  Math.log(Math.max(1e-4, probability) / Math.max(1e-4, 1 - probability))
