import { textSchema } from '../wire/text.ts'
import { z } from '../wire/zod.ts'

/** How much a rule matters: only a failing `error` makes a table not valid; a `warning` and an `info` are told. */
export const ruleSeveritySchema = z.enum(['error', 'warning', 'info'])
export type RuleSeverity = z.infer<typeof ruleSeveritySchema>

/** What one column must be. `type` is a family (`number`, `integer`, `text`, `boolean`, `date`, `time`), not a DuckDB type. */
export const columnRuleSchema = z.strictObject({
  name: z.string(),
  /** True: the column need not be there; where it is, it keeps the rules. */
  optional: z.boolean().optional(),
  type: z.enum(['number', 'integer', 'text', 'boolean', 'date', 'time', 'any']).optional(),
  nullable: z.boolean().optional(),
  unique: z.boolean().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  /** The same without the bound itself. */
  moreThan: z.number().optional(),
  lessThan: z.number().optional(),
  /** Days or moments, as ISO 8601 writes them: both bounds belong to the range. */
  earliest: z.string().optional(),
  latest: z.string().optional(),
  minLength: z.number().int().optional(),
  maxLength: z.number().int().optional(),
  /** A regular expression (RE2 syntax) that the whole value matches. */
  pattern: z.string().optional(),
  enum: z.array(z.union([z.string(), z.number(), z.boolean()])).optional(),
  /** Numbers only: neither infinite nor NaN. */
  finite: z.boolean().optional(),
  /** Whole numbers 0, 1, 2, … n-1, each once. */
  sequence: z.boolean().optional(),
  /** More than one different value. */
  notConstant: z.boolean().optional(),
  /** Not in every row the same as one of these columns (numbers compared as numbers); two rows agree by chance. */
  notCopyOf: z.array(z.string()).optional(),
  /** At most this many different values. */
  maxDistinct: z.number().int().optional(),
  severity: ruleSeveritySchema.optional(),
})
export type ColumnRule = z.infer<typeof columnRuleSchema>

/** Values that must occur in another table, given by its name: each row's in `columns`, put together, in `to` there. */
export const referenceSchema = z.strictObject({
  columns: z.array(z.string()).min(1),
  table: z.string(),
  to: z.array(z.string()).min(1),
  severity: ruleSeveritySchema.optional(),
})
export type Reference = z.infer<typeof referenceSchema>

/** A condition between columns: where `when` is true of a row (every row, without it), `holds` is true, too. JSONata. */
export const rowRuleSchema = z.strictObject({
  /** In words; else the expression stands for itself. */
  name: textSchema.optional(),
  when: z.string().min(1).max(10_000).optional(),
  holds: z.string().min(1).max(10_000),
  severity: ruleSeveritySchema.optional(),
})
export type RowRule = z.infer<typeof rowRuleSchema>

/** A schema that a table is checked against. `{"columns": ["id", "name"]}` asks only that these columns are there. */
export const tableSchemaSchema = z.strictObject({
  columns: z.array(z.union([z.string().transform((name): ColumnRule => ({ name })), columnRuleSchema])).default([]),
  /** True: no other columns than those named. */
  strict: z.boolean().optional(),
  minRows: z.number().int().optional(),
  maxRows: z.number().int().optional(),
  /** Columns whose values together occur once; a row without one of them is no key. */
  keys: z.array(z.array(z.string()).min(1)).optional(),
  references: z.array(referenceSchema).optional(),
  conditions: z.array(rowRuleSchema).optional(),
})
export type TableSchema = z.infer<typeof tableSchemaSchema>

/** One rule's outcome: how many rows fail, of how many, and the first of them. */
export const ruleResultSchema = z.strictObject({
  /** What is asked, in words: "`price` is a number". */
  rule: textSchema,
  code: z.string(),
  column: z.string().optional(),
  valid: z.boolean(),
  failing: z.number().int(),
  checked: z.number().int(),
  /** failing / checked; 0 where there is nothing to check. */
  share: z.number().optional(),
  /** `error` where it is not said. */
  severity: ruleSeveritySchema.optional(),
  sample: z.array(z.strictObject({ row: z.number().int(), value: z.string().nullable() })),
  message: textSchema,
})
export type RuleResult = z.infer<typeof ruleResultSchema>

/** `valid`: no rule of severity `error` fails. */
export const validationReportSchema = z.strictObject({
  valid: z.boolean(),
  rows: z.number().int(),
  rules: z.array(ruleResultSchema),
})
export type ValidationReport = z.infer<typeof validationReportSchema>
