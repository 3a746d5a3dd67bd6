import { textSchema } from '../wire/text.ts'
import { z } from '../wire/zod.ts'
import { problemSchema } from '../wire/problem.ts'
import { columnSchema } from './table.ts'

const evidenceSchema = z.strictObject({
  /** The name of the decision, such as `encoding` or `dialect`. */
  decision: z.string(),
  /** The selected value. */
  value: textSchema,
  /** The confidence in the decision, from 0 to 1. */
  confidence: z.number().min(0).max(1),
  /** The reason, which a reader can verify. */
  reason: textSchema,
  /** The rejected alternatives and their scores, best first. */
  runnersUp: z.array(z.strictObject({ value: textSchema, score: z.number() })).default([]),
})
/**
 * A decision made while inspecting a file: the value, its confidence (0 to 1), the reason, and the alternatives.
 *
 * @public
 */
export type Evidence = z.infer<typeof evidenceSchema>

/** @internal */
export const dialectSchema = z.strictObject({
  /** The string between two cells. */
  delimiter: z.string(),
  /** The character that encloses quoted cells. Empty if cells are not quoted. */
  quote: z.string().max(1),
  /** The character that escapes a quote within a quoted cell. Empty if there is none. */
  escape: z.string().max(1),
  /** The line ending, or `mixed` if the text contains several. */
  newline: z.enum(['\n', '\r\n', '\r', 'mixed']),
  /** Whether spaces around delimiters (`a, b`) are removed from unquoted cells. */
  padded: z.boolean().optional(),
  /** Whether consecutive delimiters count as one, and delimiters at the ends of a line are ignored (`1   2.5`). */
  repeated: z.boolean().optional(),
  /**
   * For fixed-width text: the zero-based start of each column, in characters. `delimiter`, `quote` and `escape` are
   * then unused.
   */
  columnStarts: z.array(z.number().int().nonnegative()).optional(),
  /**
   * Set if each line is enclosed in quotes (`"a,b"`) or delimiters (`|a|b|`), which are removed. Every line is then a
   * record, and separator lines ("-----") count as blank.
   */
  enclosed: z.enum(['quotes', 'delimiters']).optional(),
  /**
   * Whether the text is well-formed according to RFC 4180, so that lines within a quoted cell are never mistaken for
   * records.
   */
  strict: z.boolean().optional(),
  /** The prefix of comments (`#`, `//`). Comments are lines between records that are not part of the table. */
  comment: z.string().min(1).optional(),
})
/** The dialect of delimited text. `quote` and `escape` are a single character, or empty if unused. @public */
export type Dialect = z.infer<typeof dialectSchema>

/** @internal */
export const plannedColumnSchema = z.strictObject({
  /** The name in the loaded table. Names are unique regardless of letter case. */
  name: z.string(),
  /** The original name. Set if the name was changed because it was empty or not unique. */
  sourceName: z.string().optional(),
  /**
   * For JSON: the path of keys and indexes from a record to the cell. Empty for the record itself or its key. Absent if
   * the cell is the value of the record's key `sourceName ?? name`. Objects and lists are converted to JSON text.
   */
  path: z.array(z.string()).optional(),
  /** The resulting DuckDB type, such as `BIGINT`, `DECIMAL(18,2)` or `TIMESTAMP`. */
  type: z.string(),
  /** The strptime format of dates and times, such as `%d.%m.%Y`. */
  format: z.string().optional(),
  /** A second date format, for values that do not match `format`. No value matches both. */
  otherFormat: z.string().optional(),
  /** The decimal separator of numbers. */
  decimal: z.enum(['.', ',']).optional(),
  /** The thousands separators of numbers. Each character is one of them. */
  thousands: z.string().optional(),
  /** Strings to remove before the conversion: currencies, percent signs, or suffixes as in `1st`. */
  strip: z.array(z.string()).optional(),
  /** The unit of all values, if the source states it: a currency ("EUR"), "%" or "‰". Numbers are not rescaled. */
  unit: z.string().optional(),
  /** The characters that are minus signs, if they are not hyphens. */
  minus: z.string().optional(),
  /** Whether the minus sign follows the digits ("1.250,50-"), as in accounting programs. */
  minusBehind: z.boolean().optional(),
  /** Whether negative numbers are in brackets ("($1,250.50)"), as in accounting programs. */
  minusBrackets: z.boolean().optional(),
  /** Whether values are written as Excel formulas (`="01067"`). The string in the formula is used. */
  formulaText: z.boolean().optional(),
  /** Month numbers from 1, keyed by lowercase month name. They are parsed as `%m` in the format. */
  months: z.record(z.string(), z.int().min(1).max(12)).optional(),
  /** The values that mean true. */
  trueValues: z.array(z.string()).optional(),
  /** The values that mean false. */
  falseValues: z.array(z.string()).optional(),
  /** Values that mean null, in addition to empty cells. */
  nulls: z.array(z.string()).default([]),
})
/**
 * How to convert the cells of a column to its DuckDB type.
 *
 * @public
 */
export type PlannedColumn = z.infer<typeof plannedColumnSchema>

/**
 * The structure of the records at `recordsPath` in a JSON document: a list of objects, of lists (cells by position) or
 * of single values; an object of columns (name → list, or name → object keyed by row); an object of records, whose keys
 * become the first column; or a single object.
 *
 * @internal
 */
export const recordsShapeSchema = z.enum(['objects', 'lists', 'values', 'columns', 'keyed', 'object'])
/** @internal */
export type RecordsShape = z.infer<typeof recordsShapeSchema>

/** @internal */
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
/** The format of a file's content after its layers are unpacked. `empty` means a file without content. @public */
export type FileFormat = z.infer<typeof fileFormatSchema>

/** @internal */
export const layerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('gzip') }),
  z.strictObject({ kind: z.literal('zstd') }),
  z.strictObject({ kind: z.literal('tar'), entry: z.string() }),
  z.strictObject({ kind: z.literal('zip'), entry: z.string() }),
])
/** A layer around a file's content: compression, or an archive and the entry to read. @public */
export type Layer = z.infer<typeof layerSchema>

/** @internal */
export const filePartSchema = z.strictObject({
  /** The name of the entry, sheet or table. */
  name: z.string(),
  /** The format of an archive entry. Absent for sheets and tables. */
  format: fileFormatSchema.optional(),
  /** The unpacked size of an archive entry, in bytes. */
  size: z.number().int().optional(),
  /** The number of rows, if the file declares it. */
  rows: z.number().int().optional(),
  /** The number of columns, if the file declares it. */
  columns: z.number().int().optional(),
  /** Whether the spreadsheet hides the sheet. */
  hidden: z.boolean().optional(),
})
/** Part of a file that can be loaded separately: an archive entry, a sheet or a table. @public */
export type FilePart = z.infer<typeof filePartSchema>

const repairedRecordSchema = z.strictObject({
  /** The number of the first physical line, starting at 1. */
  line: z.number().int(),
  /** The number of physical lines. */
  lines: z.number().int(),
  /** The original text of the record. */
  raw: z.string(),
  /** The repaired cells. Empty if the lines are no record, such as a repeated header. */
  cells: z.array(z.string()),
  /** The damage and how it was repaired. */
  reason: textSchema,
})
/** A damaged record, for example with a missing or extra quote or delimiter, and its repaired cells. @public */
export type RepairedRecord = z.infer<typeof repairedRecordSchema>

const otherTableSchema = z.strictObject({
  /** The numbers of the first and last physical lines, starting at 1. */
  lines: z.tuple([z.number().int(), z.number().int()]),
  /** The number of cells per record. */
  columns: z.number().int(),
  /** The number of records, if they were counted. */
  rows: z.number().int().optional(),
})
/**
 * An additional table in a file.
 *
 * @public
 */
export type OtherTable = z.infer<typeof otherTableSchema>

export const regionKindSchema = z.enum(['preamble', 'header', 'record', 'reject', 'note', 'other-table', 'blank'])
/** The role of physical lines. Records and rejects belong to the loaded table. @public */
export type RegionKind = z.infer<typeof regionKindSchema>

export const regionSchema = z.strictObject({
  /** The role of all lines in the region. */
  kind: regionKindSchema,
  /** The number of the first physical line, starting at 1. */
  from: z.number().int(),
  /** The number of the last physical line, inclusive. */
  to: z.number().int(),
})
/** Consecutive lines of one kind. Every line of a text file is in exactly one region. @public */
export type Region = z.infer<typeof regionSchema>

/** @internal */
export const regionsSchema = z.strictObject({
  /** The first regions, in line order. */
  list: z.array(regionSchema),
  /** Whether `list` contains all regions. */
  complete: z.boolean(),
  /** The numbers of accepted and rejected records. Absent if they were not counted. */
  records: z.strictObject({ rows: z.number().int(), rejects: z.number().int() }).optional(),
  /** The number of physical lines in the entire file, keyed by kind. Absent if they were not counted. */
  lines: z.partialRecord(regionKindSchema, z.number().int()).optional(),
})
/**
 * The regions of a loaded text file.
 *
 * @public
 */
export type Regions = z.infer<typeof regionsSchema>

/** @internal */
export const loadPlanSchema = z.strictObject({
  /** The format of the content, after `unpack`. */
  format: fileFormatSchema,
  /** Layers to unpack, outermost first. Absent if the file is not packed. */
  unpack: z.array(layerSchema).optional(),
  /** The sheet or table to read. Absent if the file is a single table. */
  part: z.string().optional(),
  /** A WHATWG encoding label. */
  encoding: z.string(),
  /** The dialect of delimited text. Absent for other formats. */
  dialect: dialectSchema.optional(),
  /** The number of preamble lines before the header. They are not part of the table. */
  skippedLines: z.number().int(),
  /** The number of header lines, or of header records for JSON lists. 0 if there is no header. */
  headerLines: z.number().int(),
  /** The number of lines after the last record, such as notes and other tables. Absent if there are none. */
  trailingLines: z.number().int().optional(),
  /** Other tables in the file, in order. Absent if there are none. */
  otherTables: z.array(otherTableSchema).optional(),
  /** Repaired records. Absent if there are none. */
  mends: z.array(repairedRecordSchema).optional(),
  /** For JSON: the path to the records. Empty for the document itself. */
  recordsPath: z.array(z.string()).optional(),
  /** For JSON: the structure of the records. */
  recordsShape: recordsShapeSchema.optional(),
  /** The columns of the table, in order. */
  columns: z.array(plannedColumnSchema),
  /** The decisions and their reasons. */
  evidence: z.array(evidenceSchema),
})
/**
 * A plan for reading a file as a table. Users can review and change it, save it in the workflow, and reuse it for other
 * files. Line numbers refer to physical lines in the decoded text and start at 1.
 *
 * @public
 */
export type LoadPlan = z.infer<typeof loadPlanSchema>

/** @internal */
export const savedLoadPlanSchema = z.strictObject({
  /** The id of the dataset that the plan was made for. */
  dataset: z.string(),
  /** The plan. */
  plan: loadPlanSchema,
})
/**
 * A saved plan. The plan applies directly to the file that it was made for. Other files are inspected first (see
 * `planDriftSchema`).
 *
 * @public
 */
export type SavedLoadPlan = z.infer<typeof savedLoadPlanSchema>

/** @internal */
export const planDriftSchema = z.strictObject({
  /** Columns in the plan that are missing from the file. */
  missing: z.array(z.string()),
  /** Columns in the file that are not in the plan. */
  added: z.array(z.string()),
  /** Names that differ in letter case, spaces or punctuation. They are loaded under the plan's name. */
  renamed: z.array(z.strictObject({ from: z.string(), to: z.string() })),
  /** Columns whose DuckDB type differs: the type in the plan (`from`) and in the file (`to`). */
  retyped: z.array(z.strictObject({ column: z.string(), from: z.string(), to: z.string() })),
  /** Whether the common columns are in a different order. */
  reordered: z.boolean(),
})
/**
 * The differences between a file's columns and those of its saved plan. Except in `added`, names are those in the plan.
 *
 * @public
 */
export type PlanDrift = z.infer<typeof planDriftSchema>

export const rejectSchema = z.strictObject({
  /** The number of the first physical line, starting at 1. */
  line: z.number().int(),
  /** The original text of the record. */
  raw: z.string(),
  /** Why the record does not match the table. */
  reason: textSchema,
})
/** A rejected record in its original form. @public */
export type Reject = z.infer<typeof rejectSchema>

/** An agent's attempt: its action, the reason for the action, and whether it succeeded. @internal */
export const attemptSchema = z.strictObject({
  attempt: z.number().int(),
  action: textSchema,
  success: z.boolean(),
  reason: textSchema,
  ms: z.number(),
})
/** @internal */
export type Attempt = z.infer<typeof attemptSchema>

export const loadedColumnSchema = columnSchema.extend({
  /** The number of null cells, including cells that could not be converted to the type. */
  nulls: z.number().int(),
  /**
   * The number of cells that could not be converted to the type and became null. `badExamples` contains the first of
   * them.
   */
  badCells: z.number().int(),
  /** The first cells that could not be converted, each truncated to 1,000 characters. `row` starts at 1. */
  badExamples: z.array(z.strictObject({ row: z.number().int(), text: z.string() })),
})
/** A loaded column, with counts over all rows. @public */
export type LoadedColumn = z.infer<typeof loadedColumnSchema>

/** The report of a load, with all decisions and counts. `records = rows + rejects`. @internal */
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
  /** The first rejects with their original lines, at most 100. */
  rejectSample: z.array(rejectSchema),
  /** The first rows as text. Long cells are truncated to 1,000 characters. */
  sample: z.array(z.array(z.string().nullable())),
  attempts: z.array(attemptSchema),
  warnings: z.array(problemSchema),
  /** The entries of an archive, including the loaded one. Absent if there is only one. */
  entries: z.array(filePartSchema).optional(),
  /** The sheets or tables of the file, including the loaded one. Absent if there is only one. */
  parts: z.array(filePartSchema).optional(),
  /** The role of every line in a text file. Absent for formats without lines. */
  regions: regionsSchema.optional(),
  plan: loadPlanSchema,
  /**
   * The differences between the file and its saved plan. Absent if there is no saved plan, or if it was made for this
   * file.
   */
  drift: planDriftSchema.optional(),
})
/** @internal */
export type LoadReport = z.infer<typeof loadReportSchema>

/** The report of a failed load: the file, all attempts, and the reason. @internal */
export const failedLoadReportSchema = loadReportSchema.pick({ file: true, size: true, attempts: true, warnings: true })
/** @internal */
export type FailedLoadReport = z.infer<typeof failedLoadReportSchema>
