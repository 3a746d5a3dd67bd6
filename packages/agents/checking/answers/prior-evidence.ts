import type { Finding } from '@aw-flow/schema'

/** Evidence that does not depend on answers. */
export interface Prior {
  readonly findings: ReadonlyMap<number, Finding>
  /** Returns the log odds that a cell is wrong. */
  getPriorLogOdds(key: number): number
  /** The columns whose dependencies were evaluated by conflict resolution. */
  readonly evaluatedColumns: ReadonlySet<number>
  /** Returns the kind of a finding, and whether it is reported without answers. */
  getKind(key: number, finding: Finding): string
}

/** A possible correct value. */
export interface RepairCandidate {
  readonly text: string
  /** The estimated probability that it is correct. */
  readonly precision: number
}

/** Returns whether a finding is caused by other cells, not by the text itself. */
export const isCausedByOtherCells = ({ rule, kind }: Finding): boolean =>
  kind === 'contradiction' || kind === 'spilled-value' || rule === 'dependency' || rule === 'sequence'

/** Log odds of cells without a finding, which only answers can make suspicious. */
export const unsuspectedLogOdds = -4
export const maxPriorLogOdds = 3.5
/** Cells with lower log odds are not reported at any sensitivity. */
export const minReportedLogOdds = -2

export const toProbability = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds))
export const toLogOdds = (probability: number): number =>
  Math.log(Math.max(1e-4, probability) / Math.max(1e-4, 1 - probability))
