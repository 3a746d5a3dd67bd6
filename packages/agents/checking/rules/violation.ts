import type { FindingKind, FindingRule } from '@aw-flow/schema/internal'
import type { FindingParams } from '../describe-finding.ts'

/** A violation of a rule that applies to a single column. */
export interface ValueViolation {
  /** The repair. Absent if it is unknown. */
  readonly replacement?: string
  /** Log odds that the value is wrong. */
  readonly logOdds: number
}

/** The values of a column that violate a rule that almost all other values satisfy. */
export interface ColumnViolations {
  readonly kind: FindingKind
  readonly rule: FindingRule
  readonly params: FindingParams
  /** The violations, keyed by value. */
  readonly violations: ReadonlyMap<string, ValueViolation>
}

/** A violation of a rule that involves several columns or rows. */
export interface CellViolation {
  readonly row: number
  readonly column: number
  readonly kind: FindingKind
  readonly rule: FindingRule
  readonly params: FindingParams
  /** The repair. Absent if it is unknown. */
  readonly replacement?: string
  /** Log odds that the cell is wrong. */
  readonly logOdds: number
}
