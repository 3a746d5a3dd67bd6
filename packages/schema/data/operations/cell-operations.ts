import { z } from '../../wire/zod.ts'
import { columnNameSchema, createOperationSchema, rowExpressionSchema } from './create-operation-schema.ts'

/** Operations that change the cells of one column, row by row. Null cells remain null unless noted. */
export const cellOperationSchemas = [
  /** Trims whitespace. `inner` also collapses whitespace within the text. */
  createOperationSchema('trim', { column: columnNameSchema, inner: z.boolean().optional() }),
  createOperationSchema('case', { column: columnNameSchema, to: z.enum(['upper', 'lower', 'title', 'sentence']) }),
  /** Replaces all occurrences of a string or RE2 pattern. `\1` refers to the first group of a pattern. */
  createOperationSchema('replace', {
    column: columnNameSchema,
    find: z.string().min(1),
    with: z.string(),
    isPattern: z.boolean().optional(),
  }),
  /** Parses text as numbers after removing the strings in `strip`. Text that is not a number becomes null. */
  createOperationSchema('parse-number', {
    column: columnNameSchema,
    strip: z.array(z.string()),
    decimal: z.enum(['.', ',']),
    thousands: z.string(),
  }),
  /** Parses text as dates or times with a strptime format. */
  createOperationSchema('parse-date', {
    column: columnNameSchema,
    format: z.string(),
    type: z.enum(['DATE', 'TIMESTAMP']),
  }),
  /**
   * Parses amounts of money. Removes currency symbols and codes, and reads `(1.00)` and `1.00-` as negative. `currency`
   * is the name of a new column for the symbol or code.
   */
  createOperationSchema('parse-currency', {
    column: columnNameSchema,
    signs: z.array(z.string().min(1)).min(1).max(100),
    decimal: z.enum(['.', ',']),
    thousands: z.string(),
    currency: columnNameSchema.optional(),
  }),
  /** Casts a column to a type. Values that cannot be converted become null. */
  createOperationSchema('cast', { column: columnNameSchema, type: z.string() }),
  /** Replaces infinite numbers and NaN with null. */
  createOperationSchema('finite', { column: columnNameSchema }),
  /** Replaces placeholders for missing values (`n/a`, `-`) with null. */
  createOperationSchema('empty-texts', { column: columnNameSchema, texts: z.array(z.string()).min(1).max(1000) }),
  /** Replaces listed values. Other values are kept or become null. */
  createOperationSchema('map-values', {
    column: columnNameSchema,
    values: z.array(z.strictObject({ from: z.string(), to: z.string().nullable() })).max(10_000),
    others: z.enum(['keep', 'empty']),
  }),
  /** Replaces each group of spellings with a single spelling. */
  createOperationSchema('merge-spellings', {
    column: columnNameSchema,
    groups: z.array(z.strictObject({ to: z.string(), from: z.array(z.string()).min(1) })).max(10_000),
  }),
  /** Scales numbers as (value - offset) / divisor, with parameters from the data that the plan was made for. */
  createOperationSchema('scale', { column: columnNameSchema, offset: z.number(), divisor: z.number() }),
  /** Reverses `scale` as value × divisor + offset, rounded to `type` (default: DOUBLE). */
  createOperationSchema('unscale', {
    column: columnNameSchema,
    offset: z.number(),
    divisor: z.number(),
    type: z.string().optional(),
  }),
  /** Replaces cells with null in rows that match an expression. */
  createOperationSchema('empty-where', { column: columnNameSchema, expression: rowExpressionSchema }),
  /**
   * Sets individual cells. `row` is the 1-based row number in the original table. Cells whose value differs from `from`
   * are counted but not changed.
   */
  createOperationSchema('set-cells', {
    column: columnNameSchema,
    cells: z
      .array(z.strictObject({ row: z.number().int().min(1), from: z.string().nullable(), to: z.string().nullable() }))
      .max(100_000),
  }),
] as const
