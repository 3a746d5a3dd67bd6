import type { ColumnRule, TableProfile, TableSchema } from '@aw-flow/schema'
import type { ColumnProfile } from '@aw-flow/schema/internal'

/** Maximum number of distinct values in a text column for which the schema lists the allowed values. */
const maxListedValues = 20
/** Minimum average number of rows per distinct value in a column whose allowed values are listed. */
const minRowsPerValue = 5

const columnTypes: Readonly<Record<ColumnProfile['family'], ColumnRule['type']>> = {
  number: 'number',
  text: 'text',
  boolean: 'boolean',
  time: 'date',
  nested: 'any',
  unknown: 'any',
}

/**
 * Proposes a schema that the profiled table conforms to. It covers types, columns without nulls, unique columns,
 * nonnegative numbers, short lists of values, and patterns and ranges of semantic types. Other ranges and lengths are
 * omitted, because they are likely to differ in the next table.
 *
 * @internal
 */
export function proposeSchema({ rows: rowCount, columns }: TableProfile): TableSchema {
  return { columns: columns.map((column) => toRule(column, rowCount)), ...(rowCount > 0 ? { minRows: 1 } : {}) }
}

function toRule(column: ColumnProfile, rowCount: number): ColumnRule {
  const { name, type, family, nulls, distinct, distinctIs, numbers, top, semantic, sampled } = column
  const isInteger = family === 'number' && numbers !== undefined && numbers.fractions === 0 && numbers.infinite === 0
  const valueCount = rowCount - nulls
  const isUnique = rowCount > 1 && nulls === 0 && distinct === rowCount && distinctIs === 'exact'
  const isId = isUnique && (semantic?.type === 'id' || family === 'text' || isInteger)
  const hasListedValues =
    family === 'text' &&
    !sampled &&
    distinct > 1 &&
    distinct <= maxListedValues &&
    valueCount >= minRowsPerValue * distinct &&
    top.length >= distinct
  return {
    name,
    type:
      type.startsWith('TIME') && !type.startsWith('TIMESTAMP') ? 'time' : isInteger ? 'integer' : columnTypes[family],
    ...(rowCount > 0 && nulls === 0 ? { nullable: false } : {}),
    ...(isId ? { unique: true } : {}),
    ...(numbers?.min !== undefined && numbers.negative === 0 && numbers.infinite === 0 ? { min: 0 } : {}),
    ...(hasListedValues ? { enum: top.map(({ value }) => value).sort() } : {}),
    ...(semantic?.type === 'email' && semantic.confidence > 0.95 ? { pattern: '[^@\\s]+@[^@\\s]+\\.[^@\\s]+' } : {}),
    ...(semantic?.type === 'latitude' ? { min: -90, max: 90 } : {}),
    ...(semantic?.type === 'longitude' ? { min: -180, max: 180 } : {}),
  }
}
