import { textSchema } from '../wire/text.ts'
import { z } from '../wire/zod.ts'

/** @internal */
export const ruleSeveritySchema = z.enum(['error', 'warning', 'info'])
/**
 * The severity of a rule. Only a failing `error` makes a table invalid; a failing `warning` or `info` is only reported.
 *
 * @public
 */
export type RuleSeverity = z.infer<typeof ruleSeveritySchema>

export const columnReadingSchema = z.strictObject({
  /** The texts that mean null. Empty cells, also quoted ones, mean null if the list contains an empty text. */
  nulls: z.array(z.string()).optional(),
  /** The texts that mean true. */
  trueValues: z.array(z.string()).optional(),
  /** The texts that mean false. */
  falseValues: z.array(z.string()).optional(),
  /** The decimal separator of numbers. */
  decimal: z.enum(['.', ',']).optional(),
  /** The thousands separator of numbers. */
  thousands: z.string().optional(),
  /** The strptime format of dates and times, such as `%d.%m.%Y`. */
  format: z.string().optional(),
})
/** How the cells of a column are written in a file. Whatever is absent is detected. @public */
export type ColumnReading = z.infer<typeof columnReadingSchema>

/** @internal */
export const columnRuleSchema = z.strictObject({
  /** The name of the column. */
  name: z.string(),
  /** Whether the column may be absent. If it exists, its rules apply. */
  optional: z.boolean().optional(),
  /** The required type family. Default: `any`. */
  type: z.enum(['number', 'integer', 'text', 'boolean', 'date', 'time', 'any']).optional(),
  /** How the column's cells are written, if the schema is known before the file is read. */
  reading: columnReadingSchema.optional(),
  /** Whether cells may be null. Default: `true`. */
  nullable: z.boolean().optional(),
  /** Whether all non-null values must be distinct. */
  unique: z.boolean().optional(),
  /** The inclusive minimum for numbers. */
  min: z.number().optional(),
  /** The inclusive maximum for numbers. */
  max: z.number().optional(),
  /** The exclusive minimum for numbers. */
  moreThan: z.number().optional(),
  /** The exclusive maximum for numbers. */
  lessThan: z.number().optional(),
  /** The inclusive minimum for dates or timestamps, in ISO 8601. */
  earliest: z.string().optional(),
  /** The inclusive maximum for dates or timestamps, in ISO 8601. */
  latest: z.string().optional(),
  /** The minimum length of text, in characters. */
  minLength: z.number().int().optional(),
  /** The maximum length of text, in characters. */
  maxLength: z.number().int().optional(),
  /** A regular expression (RE2 syntax) that must match the entire value. */
  pattern: z.string().optional(),
  /** The allowed values. */
  enum: z.array(z.union([z.string(), z.number(), z.boolean()])).optional(),
  /** Whether numbers must be finite. */
  finite: z.boolean().optional(),
  /** Whether the values must be the integers 0 to n-1, each exactly once. */
  sequence: z.boolean().optional(),
  /** Whether there must be more than one distinct value. */
  notConstant: z.boolean().optional(),
  /**
   * Other columns that the column must not duplicate. Numbers are compared as numbers. Tables with up to two rows
   * always pass.
   */
  notCopyOf: z.array(z.string()).optional(),
  /** The maximum number of distinct values. */
  maxDistinct: z.number().int().optional(),
  /** The severity of all of the column's rules. Default: `error`. */
  severity: ruleSeveritySchema.optional(),
})
/**
 * The rules for a column. `type` is a type family (`number`, `integer`, `text`, `boolean`, `date`, `time`), not a
 * DuckDB type.
 *
 * @public
 */
export type ColumnRule = z.infer<typeof columnRuleSchema>

export const referenceSchema = z.strictObject({
  /** The referencing columns in the validated table. */
  columns: z.array(z.string()).min(1),
  /** The name of the referenced table. */
  table: z.string(),
  /** The referenced columns, in the order of `columns`. */
  to: z.array(z.string()).min(1),
  /** The severity of a failure. Default: `error`. */
  severity: ruleSeveritySchema.optional(),
})
/** A foreign key: the combined values of `columns` must occur in the columns `to` of another table. @public */
export type Reference = z.infer<typeof referenceSchema>

export const rowRuleSchema = z.strictObject({
  /** A description. Default: the expression. */
  name: textSchema.optional(),
  /** A JSONata condition that selects the rows to which the rule applies. Default: all rows. */
  when: z.string().min(1).max(10_000).optional(),
  /** The JSONata condition that must be true for these rows. */
  holds: z.string().min(1).max(10_000),
  /** The severity of a failure. Default: `error`. */
  severity: ruleSeveritySchema.optional(),
})
/**
 * A rule for rows: `holds` must be true in every row for which `when` is true.
 *
 * @public
 */
export type RowRule = z.infer<typeof rowRuleSchema>

/** @internal */
export const tableSchemaSchema = z.strictObject({
  /** The rules for each column. A plain name only requires the column to exist. */
  columns: z.array(z.union([z.string().transform((name): ColumnRule => ({ name })), columnRuleSchema])).default([]),
  /** Whether columns that are not listed in `columns` are rejected. */
  strict: z.boolean().optional(),
  /** The inclusive minimum number of rows. */
  minRows: z.number().int().optional(),
  /** The inclusive maximum number of rows. */
  maxRows: z.number().int().optional(),
  /** Lists of columns whose combined values must be unique. Rows with a null in any of them are ignored. */
  keys: z.array(z.array(z.string()).min(1)).optional(),
  /** Foreign keys to other tables. */
  references: z.array(referenceSchema).optional(),
  /** Rules that involve several cells of a row. */
  conditions: z.array(rowRuleSchema).optional(),
})
/** A table schema. `{"columns": ["id", "name"]}` only requires these columns to exist. @public */
export type TableSchema = z.infer<typeof tableSchemaSchema>

export const ruleResultSchema = z.strictObject({
  /** The rule as text: "`price` is a number". */
  rule: textSchema,
  /** The stable code of the rule kind. */
  code: z.string(),
  /** The checked column. Absent for rules that apply to rows or the table. */
  column: z.string().optional(),
  /** Whether every checked row passes. */
  valid: z.boolean(),
  /** The number of failing rows. */
  failing: z.number().int(),
  /** The number of checked rows. */
  checked: z.number().int(),
  /** `failing / checked`, or 0 if nothing was checked. */
  share: z.number().optional(),
  /** The severity of a failure. Default: `error`. */
  severity: ruleSeveritySchema.optional(),
  /** The first failing rows, numbered from 1, with their values as text. */
  sample: z.array(z.strictObject({ row: z.number().int(), value: z.string().nullable() })),
  /** The result, in one sentence. */
  message: textSchema,
})
/** The result of a rule: the numbers of failing and checked rows, and examples. @public */
export type RuleResult = z.infer<typeof ruleResultSchema>

/** @internal */
export const validationReportSchema = z.strictObject({
  /** Whether every rule of severity `error` passes. */
  valid: z.boolean(),
  /** The number of validated rows. */
  rows: z.number().int(),
  /** The result of each rule. */
  rules: z.array(ruleResultSchema),
})
/** The result of a validation. @public */
export type ValidationReport = z.infer<typeof validationReportSchema>
