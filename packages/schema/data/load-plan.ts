import { textSchema } from '../wire/text.ts'
import { z } from '../wire/zod.ts'
import { problemSchema } from '../wire/problem.ts'
import { columnSchema } from './table.ts'

/** A decision with its grounds: the value, how sure (0–1), why, and what else was considered. */
const evidenceSchema = z.strictObject({
  decision: z.string(),
  value: textSchema,
  confidence: z.number().min(0).max(1),
  reason: textSchema,
  runnersUp: z.array(z.strictObject({ value: textSchema, score: z.number() })).default([]),
})
export type Evidence = z.infer<typeof evidenceSchema>

/** How a delimited text is cut into cells. `quote` and `escape` are one character or empty (none). */
export const dialectSchema = z.strictObject({
  delimiter: z.string(),
  quote: z.string().max(1),
  escape: z.string().max(1),
  newline: z.enum(['\n', '\r\n', '\r', 'mixed']),
  /** True where blanks stand around delimiters (`a, b`): they are no part of a cell without quotes. */
  padded: z.boolean().optional(),
  /** True where delimiters in a row count as one, and those at a line's ends as none (`1   2.5`). */
  repeated: z.boolean().optional(),
  /** In a text of fixed columns: where each begins, in characters from 0. Delimiter, quote and escape say nothing then. */
  columnStarts: z.array(z.number().int().nonnegative()).optional(),
  /**
   * Where each line as a whole stands between quotes (`"a,b"`) or between delimiters (`|a|b|`): these are no part of its
   * cells. Every line is a record then; drawn ones ("-----") are blank.
   */
  enclosed: z.enum(['quotes', 'delimiters']).optional(),
})
export type Dialect = z.infer<typeof dialectSchema>

/**
 * How a column's cells become values. `type` is the DuckDB type that comes out; `format` is a strptime format for dates
 * and times; `decimal` and `thousands` are the marks in numbers (`thousands`: any of its characters); `strip` are
 * characters taken off before (currency, percent; of dates, endings behind digits as in `1st`); `nulls` are the texts,
 * beside the empty cell, that mean "no value" in this column.
 */
export const plannedColumnSchema = z.strictObject({
  name: z.string(),
  /** The name as written in the source, when it had to be changed to be unique and not empty. */
  sourceName: z.string().optional(),
  /**
   * For JSON: the keys and list positions that lead from a record to the cell (empty: the record itself, or its key). Absent: the
   * one key `sourceName ?? name`. Values that are objects or lists become their JSON text.
   */
  path: z.array(z.string()).optional(),
  type: z.string(),
  format: z.string().optional(),
  decimal: z.enum(['.', ',']).optional(),
  thousands: z.string().optional(),
  strip: z.array(z.string()).optional(),
  /** What every amount is in, where it is written: a currency ("EUR"), "%" or "‰". The numbers stay as written. */
  unit: z.string().optional(),
  /** What stands for a minus sign, where it is another character. */
  minus: z.string().optional(),
  /** True where the minus sign stands behind the digits ("1.250,50-"), as accounting programs write it. */
  minusBehind: z.boolean().optional(),
  /** True where texts are written as formulas that give them (`="01067"`), as they are for Excel: the text is what is read. */
  formulaText: z.boolean().optional(),
  /** The names of months, in small letters, as numbers from 1: a name is read as the format's `%m`. */
  months: z.record(z.string(), z.int().min(1).max(12)).optional(),
  trueValues: z.array(z.string()).optional(),
  falseValues: z.array(z.string()).optional(),
  nulls: z.array(z.string()).default([]),
})
export type PlannedColumn = z.infer<typeof plannedColumnSchema>

/**
 * How the JSON value at `recordsPath` holds records: a list of objects, of lists (cells by position) or of single
 * values; an object of columns (name → list, or name → object by row key); an object of records by their keys, the key being
 * the first column; one object that is the only record.
 */
export const recordsShapeSchema = z.enum(['objects', 'lists', 'values', 'columns', 'keyed', 'object'])
export type RecordsShape = z.infer<typeof recordsShapeSchema>

export const fileFormatSchema = z.enum([
  'csv',
  'json',
  'jsonl',
  'empty',
  'parquet',
  'arrow',
  'sqlite',
  'excel',
  'ods',
  'html',
  'xml',
  'markdown',
])
export type FileFormat = z.infer<typeof fileFormatSchema>

/** What is taken off a file before it is read: its compression, or an archive around it, of which one entry is read. */
export const layerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('gzip') }),
  z.strictObject({ kind: z.literal('zstd') }),
  z.strictObject({ kind: z.literal('tar'), entry: z.string() }),
  z.strictObject({ kind: z.literal('zip'), entry: z.string() }),
])
export type Layer = z.infer<typeof layerSchema>

/** A part of a file that can be loaded by itself: an entry of an archive, a sheet, a table. */
export const partSchema = z.strictObject({
  name: z.string(),
  format: fileFormatSchema.optional(),
  /** In bytes, of an archive's entry when it is unpacked. */
  size: z.number().int().optional(),
  /** As the file says; absent where it does not. */
  rows: z.number().int().optional(),
  columns: z.number().int().optional(),
  hidden: z.boolean().optional(),
})
export type Part = z.infer<typeof partSchema>

/** A damaged record (a quote or a delimiter too many or too few) that is read as these cells, and why. */
const repairedRecordSchema = z.strictObject({
  /** The physical line on which it begins, and how many it takes. */
  line: z.number().int(),
  lines: z.number().int(),
  raw: z.string(),
  cells: z.array(z.string()),
  reason: textSchema,
})
export type RepairedRecord = z.infer<typeof repairedRecordSchema>

/** A further table of a file: its physical lines from its header to its last record, and how many cells its records have. */
const otherTableSchema = z.strictObject({
  lines: z.tuple([z.number().int(), z.number().int()]),
  columns: z.number().int(),
  rows: z.number().int().optional(),
})
export type OtherTable = z.infer<typeof otherTableSchema>

/** What a run of physical lines is. Records and rejects are those of the table that was loaded. */
export const regionKindSchema = z.enum(['preamble', 'header', 'record', 'reject', 'note', 'other-table', 'blank'])
export type RegionKind = z.infer<typeof regionKindSchema>

/** Lines that follow each other and are of one kind, `to` included; every line of a text is in exactly one region. */
export const regionSchema = z.strictObject({
  kind: regionKindSchema,
  from: z.number().int(),
  to: z.number().int(),
})
export type Region = z.infer<typeof regionSchema>

/** The regions of a text that was loaded. `list` holds the first ones; `complete` says that these are all. */
export const regionsSchema = z.strictObject({
  list: z.array(regionSchema),
  complete: z.boolean(),
  /** Records that became rows, and rejects; absent where they were not counted. */
  records: z.strictObject({ rows: z.number().int(), rejects: z.number().int() }).optional(),
  /** Physical lines of each kind, over the whole text; absent where it was not counted. */
  lines: z.partialRecord(regionKindSchema, z.number().int()).optional(),
})
export type Regions = z.infer<typeof regionsSchema>

/**
 * How a file becomes a table: what a person reads, changes, saves in the workflow and re-uses on the next file. Lines
 * are physical lines of the decoded text, counted from 1.
 */
export const loadPlanSchema = z.strictObject({
  format: fileFormatSchema,
  /** What is taken off first, outermost first; absent where the file is read as it lies. */
  unpack: z.array(layerSchema).optional(),
  /** Which sheet or table is read; absent where the file is one table. */
  part: z.string().optional(),
  /** A WHATWG encoding label. */
  encoding: z.string(),
  dialect: dialectSchema.optional(),
  /** Lines before the header (preamble), not part of the table. */
  skippedLines: z.number().int(),
  /** Lines (for JSON lists: records) that make the header; 0 where the source has none. */
  headerLines: z.number().int(),
  /** Lines behind the last record (notes, other tables), not part of the table; absent where there are none. */
  trailingLines: z.number().int().optional(),
  /** The further tables of the text, in their order; absent where there are none. */
  otherTables: z.array(otherTableSchema).optional(),
  /** Records that are not read as they stand; absent where there are none. */
  mends: z.array(repairedRecordSchema).optional(),
  /** For JSON: the keys that lead to the records; empty where they are the document itself. */
  recordsPath: z.array(z.string()).optional(),
  recordsShape: recordsShapeSchema.optional(),
  columns: z.array(plannedColumnSchema),
  evidence: z.array(evidenceSchema),
})
export type LoadPlan = z.infer<typeof loadPlanSchema>

/**
 * A plan that a person has kept: `dataset` is the file that it was made for. That file is read by it as it stands;
 * another one only after it was looked at, see `planDriftSchema`.
 */
export const savedLoadPlanSchema = z.strictObject({ dataset: z.string(), plan: loadPlanSchema })
export type SavedLoadPlan = z.infer<typeof savedLoadPlanSchema>

/** How a file's columns differ from those of the plan that was kept for it. Names are the plan's, but for `added`. */
export const planDriftSchema = z.strictObject({
  missing: z.array(z.string()),
  added: z.array(z.string()),
  /** The same name written otherwise (case, blanks, punctuation): loaded under the plan's name. */
  renamed: z.array(z.strictObject({ from: z.string(), to: z.string() })),
  retyped: z.array(z.strictObject({ column: z.string(), from: z.string(), to: z.string() })),
  /** True where the columns that both have stand in another order. */
  reordered: z.boolean(),
})
export type PlanDrift = z.infer<typeof planDriftSchema>

/** A record that did not fit the table: kept as it stands in the source. `line` is the physical line it begins on. */
export const rejectSchema = z.strictObject({
  line: z.number().int(),
  raw: z.string(),
  reason: textSchema,
})
export type Reject = z.infer<typeof rejectSchema>

/** One try of an agent: what it did, whether it held, and why the next one differs. */
export const attemptSchema = z.strictObject({
  attempt: z.number().int(),
  action: textSchema,
  success: z.boolean(),
  reason: textSchema,
  ms: z.number(),
})
export type Attempt = z.infer<typeof attemptSchema>

/** A column after loading, with what counting over all rows says. */
export const loadedColumnSchema = columnSchema.extend({
  nulls: z.number().int(),
  /**
   * Cells whose text was not of the column's type and became null; the first few stand in `badExamples`, of long ones the
   * first 1,000 characters.
   */
  badCells: z.number().int(),
  badExamples: z.array(z.strictObject({ row: z.number().int(), text: z.string() })),
})
export type LoadedColumn = z.infer<typeof loadedColumnSchema>

/** The report of a load: every decision, and that nothing was lost. `records = rows + rejects`. */
export const loadReportSchema = z.strictObject({
  file: z.string(),
  size: z.number().int(),
  format: fileFormatSchema,
  encoding: z.string(),
  delimiter: z.string(),
  quote: z.string(),
  escape: z.string(),
  skippedLines: z.number().int(),
  headerLines: z.number().int(),
  columns: z.array(loadedColumnSchema),
  rows: z.number().int(),
  rejects: z.number().int(),
  /** The first rejects with their raw lines, at most 100. */
  rejectSample: z.array(rejectSchema),
  /** The first rows, as text; of long cells the first 1,000 characters. */
  sample: z.array(z.array(z.string().nullable())),
  attempts: z.array(attemptSchema),
  warnings: z.array(problemSchema),
  /** What an archive holds beside and with what was loaded; absent where there is no choice. */
  entries: z.array(partSchema).optional(),
  /** The sheets or tables of the file, with the one that was loaded; absent where there is no choice. */
  parts: z.array(partSchema).optional(),
  /** What each line of a text is; absent for what has no lines. */
  regions: regionsSchema.optional(),
  plan: loadPlanSchema,
  /** How the file differs from the plan that was kept for it; absent where none was, or where it is that very file. */
  drift: planDriftSchema.optional(),
})
export type LoadReport = z.infer<typeof loadReportSchema>

/** What is told of a load that came to no table: the file, every attempt, and why. */
export const failedLoadReportSchema = loadReportSchema.pick({ file: true, size: true, attempts: true, warnings: true })
export type FailedLoadReport = z.infer<typeof failedLoadReportSchema>
