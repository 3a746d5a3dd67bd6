import type { FindingKind, FindingRule } from '@aw-flow/schema'
import type { FindingParams } from '../describe-finding.ts'

/** A value that a rule excludes. */
export interface TextViolation {
  /** The repair; absent if it is unknown. */
  readonly to?: string
  /** Log odds that the value is wrong. */
  readonly logOdds: number
}

/** The values of a column that violate a rule that almost all others satisfy. */
export interface ColumnViolations {
  readonly kind: FindingKind
  readonly rule: FindingRule
  readonly params: FindingParams
  readonly violations: ReadonlyMap<string, TextViolation>
}

/** A cell that violates a rule of several columns or rows. */
export interface CellViolation {
  readonly row: number
  readonly column: number
  readonly kind: FindingKind
  readonly rule: FindingRule
  readonly params: FindingParams
  /** The repair; absent if it is unknown. */
  readonly value?: string
  /** Log odds that the cell is wrong. */
  readonly logOdds: number
}
