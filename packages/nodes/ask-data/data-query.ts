import type { Column } from '@aw-flow/schema'

/** A unit of time that rows are grouped by. */
export type Period = 'day' | 'week' | 'month' | 'quarter' | 'year'

/** A value that is computed from rows. */
export interface QueryMeasure {
  readonly fn: 'count' | 'count-distinct' | 'sum' | 'mean' | 'median' | 'min' | 'max' | 'share'
  /** Absent if the measure counts rows. */
  readonly column?: Column
}

export interface QueryFilter {
  readonly column: Column
  readonly is:
    | '='
    | '<>'
    | '<'
    | '<='
    | '>'
    | '>='
    | 'contains'
    | 'starts-with'
    | 'empty'
    | 'filled'
    | 'one-of'
    | 'none-of'
  readonly values: readonly (string | number | boolean)[]
  /** Whether the filter selects a period. Such a filter also applies to the total of a share. */
  readonly isPeriod?: boolean
}

/** A column, or a period of a date column, that rows are grouped by. */
export interface QueryGroup {
  readonly column: Column
  readonly period?: Period
}

/** A question as a query of a table. */
export interface DataQuery {
  /** The columns of the result, if it consists of rows of the table; empty for all columns. */
  readonly columns: readonly Column[]
  readonly measures: readonly QueryMeasure[]
  readonly groups: readonly QueryGroup[]
  readonly filters: readonly QueryFilter[]
  /** The order of the rows: a column, or the first measure. */
  readonly order?: { readonly column?: Column; readonly isDescending: boolean } | undefined
  readonly limit?: number | undefined
}
