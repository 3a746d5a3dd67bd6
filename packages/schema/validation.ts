import { z } from './zod.ts'

/** What one column must be. `type` is a family (`number`, `integer`, `text`, `boolean`, `date`, `time`), not a DuckDB type. */
export const columnRuleSchema = z.strictObject({
  name: z.string(),
  type: z.enum(['number', 'integer', 'text', 'boolean', 'date', 'time', 'any']).optional(),
  nullable: z.boolean().optional(),
  unique: z.boolean().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
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
  /** At most this many different values. */
  maxDistinct: z.number().int().optional(),
})
export type ColumnRule = z.infer<typeof columnRuleSchema>

/** A schema that a table is checked against. `{"columns": ["id", "name"]}` asks only that these columns are there. */
export const tableSchemaSchema = z.strictObject({
  columns: z.array(z.union([z.string().transform((name): ColumnRule => ({ name })), columnRuleSchema])).default([]),
  /** True: no other columns than those named. */
  strict: z.boolean().optional(),
  minRows: z.number().int().optional(),
  maxRows: z.number().int().optional(),
})
export type TableSchema = z.infer<typeof tableSchemaSchema>

/** One rule's outcome: how many rows fail, of how many, and the first of them. */
export const ruleResultSchema = z.strictObject({
  /** What is asked, in words: "`price` is a number". */
  rule: z.string(),
  code: z.string(),
  column: z.string().optional(),
  valid: z.boolean(),
  failing: z.number().int(),
  checked: z.number().int(),
  sample: z.array(z.strictObject({ row: z.number().int(), value: z.string().nullable() })),
  message: z.string(),
})
export type RuleResult = z.infer<typeof ruleResultSchema>

export const validationReportSchema = z.strictObject({
  valid: z.boolean(),
  rows: z.number().int(),
  rules: z.array(ruleResultSchema),
})
export type ValidationReport = z.infer<typeof validationReportSchema>
