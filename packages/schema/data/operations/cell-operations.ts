import { z } from '../../wire/zod.ts'
import { columnName, operationShape, rowExpression } from './operation-shape.ts'

/** Operations that change the cells of one column, row by row. An empty cell stays empty unless it is said. */
export const cellOperationSchemas = [
  /** Takes white space off both ends of a text; `inner` also makes each run of blanks inside it one. */
  operationShape('trim', { column: columnName, inner: z.boolean().optional() }),
  operationShape('case', { column: columnName, to: z.enum(['upper', 'lower', 'title', 'sentence']) }),
  /** Replaces a text, or what a pattern (RE2) matches, wherever it occurs; `\1` is the first group of a pattern. */
  operationShape('replace', {
    column: columnName,
    find: z.string().min(1),
    with: z.string(),
    isPattern: z.boolean().optional(),
  }),
  /** Parses a text column as numbers; `strip` are characters taken off first. Texts that are no number become null. */
  operationShape('parse-number', {
    column: columnName,
    strip: z.array(z.string()),
    decimal: z.enum(['.', ',']),
    thousands: z.string(),
  }),
  /** Parses a text column as a date or time with a strptime format. */
  operationShape('parse-date', { column: columnName, format: z.string(), type: z.enum(['DATE', 'TIMESTAMP']) }),
  /**
   * Parses amounts of money: signs and codes come off, `(1.00)` and `1.00-` are negative. `currency` names a new column
   * for the sign or code that stood there.
   */
  operationShape('parse-currency', {
    column: columnName,
    signs: z.array(z.string().min(1)).min(1).max(100),
    decimal: z.enum(['.', ',']),
    thousands: z.string(),
    currency: columnName.optional(),
  }),
  /** Converts a column to a type; values that do not convert become null. */
  operationShape('cast', { column: columnName, type: z.string() }),
  /** Infinite numbers and NaN become null. */
  operationShape('finite', { column: columnName }),
  /** Texts that stand for nothing (`n/a`, `-`) become null. */
  operationShape('empty-texts', { column: columnName, texts: z.array(z.string()).min(1).max(1000) }),
  /** Puts a value in the place of each listed one; what is not listed is kept, or becomes null. */
  operationShape('map-values', {
    column: columnName,
    values: z.array(z.strictObject({ from: z.string(), to: z.string().nullable() })).max(10_000),
    others: z.enum(['keep', 'empty']),
  }),
  /** Writes each group of spellings as one of them. */
  operationShape('merge-spellings', {
    column: columnName,
    groups: z.array(z.strictObject({ to: z.string(), from: z.array(z.string()).min(1) })).max(10_000),
  }),
  /** Subtracts and divides, as it was learnt of the data that the plan was made for: (value - offset) / divisor. */
  operationShape('scale', { column: columnName, offset: z.number(), divisor: z.number() }),
  /** Takes a scale back: value × divisor + offset, rounded to what `type` can hold (DOUBLE where it is not said). */
  operationShape('unscale', {
    column: columnName,
    offset: z.number(),
    divisor: z.number(),
    type: z.string().optional(),
  }),
  /** Cells of the rows that meet an expression become null. */
  operationShape('empty-where', { column: columnName, expression: rowExpression }),
  /**
   * Single cells that are known to be wrong. `row` is the row's number in the table that the plan begins with, from 1; a
   * cell that is not `from` any more (as it is written) is left alone and counted.
   */
  operationShape('set-cells', {
    column: columnName,
    cells: z
      .array(z.strictObject({ row: z.number().int().min(1), from: z.string().nullable(), to: z.string().nullable() }))
      .max(100_000),
  }),
] as const
