import { textSchema } from '../wire/text.ts'
import { z } from '../wire/zod.ts'

/**
 * The severity of a rule: only a failing `error` makes a table invalid; `warning` and `info` are reported.
 *
 * @internal
 */
export const ruleSeveritySchema = z.enum(['error', 'warning', 'info'])
/** @public */
export type RuleSeverity = z.infer<typeof ruleSeveritySchema>

/**
 * The rules of a column. `type` is a family (`number`, `integer`, `text`, `boolean`, `date`, `time`), not a DuckDB
 * type.
 */
export const columnRuleSchema = z.strictObject({
  name: z.string(),
  /** Whether the column may be absent; if it exists, the rules apply. */
  optional: z.boolean().optional(),
  type: z.enum(['number', 'integer', 'text', 'boolean', 'date', 'time', 'any']).optional(),
  nullable: z.boolean().optional(),
  unique: z.boolean().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  /** Exclusive bounds. */
  moreThan: z.number().optional(),
  lessThan: z.number().optional(),
  /** Inclusive bounds of dates or timestamps in ISO 8601. */
  earliest: z.string().optional(),
  latest: z.string().optional(),
  minLength: z.number().int().optional(),
  maxLength: z.number().int().optional(),
  /** A regular expression (RE2 syntax) that matches the complete value. */
  pattern: z.string().optional(),
  enum: z.array(z.union([z.string(), z.number(), z.boolean()])).optional(),
  /** Whether numbers must be finite. */
  finite: z.boolean().optional(),
  /** Whether the values are the integers 0 to n-1, each once. */
  sequence: z.boolean().optional(),
  /** Whether there must be more than one distinct value. */
  notConstant: z.boolean().optional(),
  /** Other columns that it must not duplicate (numbers are compared as numbers; tables with up to two rows pass). */
  notCopyOf: z.array(z.string()).optional(),
  /** The maximum number of distinct values. */
  maxDistinct: z.number().int().optional(),
  severity: ruleSeveritySchema.optional(),
})
/** @public */
export type ColumnRule = z.infer<typeof columnRuleSchema>

/** A foreign key: the combined values of `columns` must occur in the columns `to` of a different table. */
export const referenceSchema = z.strictObject({
  columns: z.array(z.string()).min(1),
  table: z.string(),
  to: z.array(z.string()).min(1),
  severity: ruleSeveritySchema.optional(),
})
/** @public */
export type Reference = z.infer<typeof referenceSchema>

/** A rule for rows: `holds` must be true in all rows in which `when` is true (default: all). Both are JSONata. */
export const rowRuleSchema = z.strictObject({
  /** A description. Default: the expression. */
  name: textSchema.optional(),
  when: z.string().min(1).max(10_000).optional(),
  holds: z.string().min(1).max(10_000),
  severity: ruleSeveritySchema.optional(),
})
/** @public */
export type RowRule = z.infer<typeof rowRuleSchema>

/** A schema for tables. `{"columns": ["id", "name"]}` only requires these columns to exist. @internal */
export const tableSchemaSchema = z.strictObject({
  columns: z.array(z.union([z.string().transform((name): ColumnRule => ({ name })), columnRuleSchema])).default([]),
  /** Whether other columns are forbidden. */
  strict: z.boolean().optional(),
  minRows: z.number().int().optional(),
  maxRows: z.number().int().optional(),
  /** Columns whose combined values are unique; rows with a null in one of them do not count. */
  keys: z.array(z.array(z.string()).min(1)).optional(),
  references: z.array(referenceSchema).optional(),
  conditions: z.array(rowRuleSchema).optional(),
})
/** @public */
export type TableSchema = z.infer<typeof tableSchemaSchema>

/** The result of a rule: the number of failing and checked rows, and examples. */
export const ruleResultSchema = z.strictObject({
  /** The rule as text: "`price` is a number". */
  rule: textSchema,
  code: z.string(),
  column: z.string().optional(),
  valid: z.boolean(),
  failing: z.number().int(),
  checked: z.number().int(),
  /** failing / checked; 0 if nothing was checked. */
  share: z.number().optional(),
  /** Default: `error`. */
  severity: ruleSeveritySchema.optional(),
  sample: z.array(z.strictObject({ row: z.number().int(), value: z.string().nullable() })),
  message: textSchema,
})
/** @public */
export type RuleResult = z.infer<typeof ruleResultSchema>

/** The result of a validation. `valid`: no rule of severity `error` fails. @internal */
export const validationReportSchema = z.strictObject({
  valid: z.boolean(),
  rows: z.number().int(),
  rules: z.array(ruleResultSchema),
})
/** @public */
export type ValidationReport = z.infer<typeof validationReportSchema>
