import { z } from '../../wire/zod.ts'
import { columnName, operationShape, rowExpression } from './operation-shape.ts'

/** Operations that change the cells of one column, row by row. Null cells stay null unless noted. */
export const cellOperationSchemas = [
  /** Trims whitespace; `inner` also collapses whitespace within the text. */
  operationShape('trim', { column: columnName, inner: z.boolean().optional() }),
  operationShape('case', { column: columnName, to: z.enum(['upper', 'lower', 'title', 'sentence']) }),
  /** Replaces all occurrences of a string or pattern (RE2); `\1` is the first group of a pattern. */
  operationShape('replace', {
    column: columnName,
    find: z.string().min(1),
    with: z.string(),
    isPattern: z.boolean().optional(),
  }),
  /** Parses text as numbers after removing the characters in `strip`. Text that is not a number becomes null. */
  operationShape('parse-number', {
    column: columnName,
    strip: z.array(z.string()),
    decimal: z.enum(['.', ',']),
    thousands: z.string(),
  }),
  /** Parses text as dates or times with a strptime format. */
  operationShape('parse-date', { column: columnName, format: z.string(), type: z.enum(['DATE', 'TIMESTAMP']) }),
  /**
   * Parses amounts of money: removes currency symbols and codes; `(1.00)` and `1.00-` are negative. `currency` is the
   * name of a new column for the symbol or code.
   */
  operationShape('parse-currency', {
    column: columnName,
    signs: z.array(z.string().min(1)).min(1).max(100),
    decimal: z.enum(['.', ',']),
    thousands: z.string(),
    currency: columnName.optional(),
  }),
  /** Casts a column to a type; values that cannot be converted become null. */
  operationShape('cast', { column: columnName, type: z.string() }),
  /** Infinite numbers and NaN become null. */
  operationShape('finite', { column: columnName }),
  /** Placeholders for missing values (`n/a`, `-`) become null. */
  operationShape('empty-texts', { column: columnName, texts: z.array(z.string()).min(1).max(1000) }),
  /** Replaces listed values; others are kept or become null. */
  operationShape('map-values', {
    column: columnName,
    values: z.array(z.strictObject({ from: z.string(), to: z.string().nullable() })).max(10_000),
    others: z.enum(['keep', 'empty']),
  }),
  /** Replaces each group of spellings with one of them. */
  operationShape('merge-spellings', {
    column: columnName,
    groups: z.array(z.strictObject({ to: z.string(), from: z.array(z.string()).min(1) })).max(10_000),
  }),
  /** Scales with parameters from the data that the plan was made for: (value - offset) / divisor. */
  operationShape('scale', { column: columnName, offset: z.number(), divisor: z.number() }),
  /** Reverses `scale`: value × divisor + offset, rounded to `type` (default: DOUBLE). */
  operationShape('unscale', {
    column: columnName,
    offset: z.number(),
    divisor: z.number(),
    type: z.string().optional(),
  }),
  /** Cells of rows that match an expression become null. */
  operationShape('empty-where', { column: columnName, expression: rowExpression }),
  /**
   * Sets single cells. `row` is the number of the row in the original table, from 1. A cell whose
   * value differs from `from` is counted but not changed.
   */
  operationShape('set-cells', {
    column: columnName,
    cells: z
      .array(z.strictObject({ row: z.number().int().min(1), from: z.string().nullable(), to: z.string().nullable() }))
      .max(100_000),
  }),
] as const
