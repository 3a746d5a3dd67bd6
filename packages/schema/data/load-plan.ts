import { textSchema } from '../wire/text.ts'
import { z } from '../wire/zod.ts'
import { problemSchema } from '../wire/problem.ts'
import { columnSchema } from './table.ts'

/** A decision: the value, its confidence (0–1), the reason, and alternatives. */
const evidenceSchema = z.strictObject({
  decision: z.string(),
  value: textSchema,
  confidence: z.number().min(0).max(1),
  reason: textSchema,
  runnersUp: z.array(z.strictObject({ value: textSchema, score: z.number() })).default([]),
})
/** @public */
export type Evidence = z.infer<typeof evidenceSchema>

/** The dialect of delimited text. `quote` and `escape` are one character or empty (none). @internal */
export const dialectSchema = z.strictObject({
  delimiter: z.string(),
  quote: z.string().max(1),
  escape: z.string().max(1),
  newline: z.enum(['\n', '\r\n', '\r', 'mixed']),
  /** Whether spaces around delimiters (`a, b`) are removed from unquoted cells. */
  padded: z.boolean().optional(),
  /** Whether consecutive delimiters count as one, and those at the ends of a line as none (`1   2.5`). */
  repeated: z.boolean().optional(),
  /**
   * For fixed-width text: the start of each column, in characters from 0. Delimiter, quote and escape are then unused.
   */
  columnStarts: z.array(z.number().int().nonnegative()).optional(),
  /**
   * Set if each line is enclosed in quotes (`"a,b"`) or delimiters (`|a|b|`), which are removed. Every line is then a
   * record; ruler lines ("-----") are blank.
   */
  enclosed: z.enum(['quotes', 'delimiters']).optional(),
  /** Whether the text is well-formed by RFC 4180, so that lines of a quoted cell are never records. */
  strict: z.boolean().optional(),
})
/** @public */
export type Dialect = z.infer<typeof dialectSchema>

/**
 * How the cells of a column are converted. `type` is the resulting DuckDB type; `format` is a strptime format for dates
 * and times; `decimal` and `thousands` are the separators in numbers (`thousands`: any of its characters); `strip` are
 * characters to remove first (currency, percent; for dates, suffixes such as in `1st`); `nulls` are strings that mean
 * null in this column, in addition to the empty cell.
 *
 * @internal
 */
export const plannedColumnSchema = z.strictObject({
  name: z.string(),
  /** The original name, if it was changed to be unique and not empty. */
  sourceName: z.string().optional(),
  /**
   * For JSON: the path of keys and indices from a record to the cell (empty: the record itself, or its key). Absent:
   * the key `sourceName ?? name`. Objects and lists become JSON text.
   */
  path: z.array(z.string()).optional(),
  type: z.string(),
  format: z.string().optional(),
  /** A second date format, for values that do not fit `format`; no value fits both. */
  otherFormat: z.string().optional(),
  decimal: z.enum(['.', ',']).optional(),
  thousands: z.string().optional(),
  strip: z.array(z.string()).optional(),
  /** The unit of all values, if the source states it: a currency ("EUR"), "%" or "‰". Numbers are not rescaled. */
  unit: z.string().optional(),
  /** The minus sign, if it is not a hyphen. */
  minus: z.string().optional(),
  /** Whether the minus sign follows the digits ("1.250,50-"), as in accounting programs. */
  minusBehind: z.boolean().optional(),
  /** Whether values are written as Excel formulas (`="01067"`), whose string is read. */
  formulaText: z.boolean().optional(),
  /** Month names in lower case with their numbers from 1, parsed as `%m` of the format. */
  months: z.record(z.string(), z.int().min(1).max(12)).optional(),
  trueValues: z.array(z.string()).optional(),
  falseValues: z.array(z.string()).optional(),
  nulls: z.array(z.string()).default([]),
})
/** @public */
export type PlannedColumn = z.infer<typeof plannedColumnSchema>

/**
 * The structure of records at `recordsPath` of a JSON document: a list of objects, of lists (cells by position) or of
 * single values; an object of columns (name → list, or name → object by row key); an object of records by key, which
 * becomes the first column; or a single object.
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
/** @public */
export type FileFormat = z.infer<typeof fileFormatSchema>

/** A layer around the content of a file: compression, or an archive from which one entry is read. @internal */
export const layerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('gzip') }),
  z.strictObject({ kind: z.literal('zstd') }),
  z.strictObject({ kind: z.literal('tar'), entry: z.string() }),
  z.strictObject({ kind: z.literal('zip'), entry: z.string() }),
])
/** @public */
export type Layer = z.infer<typeof layerSchema>

/** A part of a file that can be loaded separately: an archive entry, a sheet, a table. @internal */
export const partSchema = z.strictObject({
  name: z.string(),
  format: fileFormatSchema.optional(),
  /** The unpacked size of an archive entry, in bytes. */
  size: z.number().int().optional(),
  /** The number of rows, if the file declares it. */
  rows: z.number().int().optional(),
  columns: z.number().int().optional(),
  hidden: z.boolean().optional(),
})
/** @public */
export type Part = z.infer<typeof partSchema>

/** A damaged record (a missing or extra quote or delimiter) with its repaired cells and the reason. */
const repairedRecordSchema = z.strictObject({
  /** Its first physical line, and the number of its lines. */
  line: z.number().int(),
  lines: z.number().int(),
  raw: z.string(),
  cells: z.array(z.string()),
  reason: textSchema,
})
/** @public */
export type RepairedRecord = z.infer<typeof repairedRecordSchema>

/** A further table in a file: its physical lines from header to last record, and the number of cells per record. */
const otherTableSchema = z.strictObject({
  lines: z.tuple([z.number().int(), z.number().int()]),
  columns: z.number().int(),
  rows: z.number().int().optional(),
})
/** @public */
export type OtherTable = z.infer<typeof otherTableSchema>

/** The role of physical lines. Records and rejects are those of the loaded table. */
export const regionKindSchema = z.enum(['preamble', 'header', 'record', 'reject', 'note', 'other-table', 'blank'])
/** @public */
export type RegionKind = z.infer<typeof regionKindSchema>

/** Consecutive lines of one kind, including `to`; each line of a text file is in exactly one region. */
export const regionSchema = z.strictObject({
  kind: regionKindSchema,
  from: z.number().int(),
  to: z.number().int(),
})
/** @public */
export type Region = z.infer<typeof regionSchema>

/**
 * The regions of a loaded text file. `list` contains the first regions; `complete` is true if it contains all.
 *
 * @internal
 */
export const regionsSchema = z.strictObject({
  list: z.array(regionSchema),
  complete: z.boolean(),
  /** The numbers of accepted and rejected records; absent if they were not counted. */
  records: z.strictObject({ rows: z.number().int(), rejects: z.number().int() }).optional(),
  /** The number of physical lines by kind in the complete file; absent if they were not counted. */
  lines: z.partialRecord(regionKindSchema, z.number().int()).optional(),
})
/** @public */
export type Regions = z.infer<typeof regionsSchema>

/**
 * How a file is read as a table. Users can review and change it, save it in the workflow, and reuse it for other files.
 * Lines are physical lines of the decoded text, from 1.
 *
 * @internal
 */
export const loadPlanSchema = z.strictObject({
  format: fileFormatSchema,
  /** Layers to unpack, outermost first; absent if there are none. */
  unpack: z.array(layerSchema).optional(),
  /** The sheet or table to read; absent if the file is a single table. */
  part: z.string().optional(),
  /** A WHATWG encoding label. */
  encoding: z.string(),
  dialect: dialectSchema.optional(),
  /** Lines before the header (preamble), not part of the table. */
  skippedLines: z.number().int(),
  /** The number of header lines (for JSON lists: records); 0 without a header. */
  headerLines: z.number().int(),
  /** The number of lines after the last record (notes, other tables); absent if there are none. */
  trailingLines: z.number().int().optional(),
  /** Other tables in the file, in order; absent if there are none. */
  otherTables: z.array(otherTableSchema).optional(),
  /** Repaired records; absent if there are none. */
  mends: z.array(repairedRecordSchema).optional(),
  /** For JSON: the path to the records; empty for the document itself. */
  recordsPath: z.array(z.string()).optional(),
  recordsShape: recordsShapeSchema.optional(),
  columns: z.array(plannedColumnSchema),
  evidence: z.array(evidenceSchema),
})
/** @public */
export type LoadPlan = z.infer<typeof loadPlanSchema>

/**
 * A saved plan; `dataset` is the file for which it was made. That file is read with the plan directly; other files are
 * inspected first, see `planDriftSchema`.
 *
 * @internal
 */
export const savedLoadPlanSchema = z.strictObject({ dataset: z.string(), plan: loadPlanSchema })
/** @public */
export type SavedLoadPlan = z.infer<typeof savedLoadPlanSchema>

/**
 * How the columns of a file differ from those of its saved plan. Names are those of the plan, except for `added`.
 *
 * @internal
 */
export const planDriftSchema = z.strictObject({
  missing: z.array(z.string()),
  added: z.array(z.string()),
  /** Names that are spelled differently (case, spaces, punctuation), loaded under the plan's name. */
  renamed: z.array(z.strictObject({ from: z.string(), to: z.string() })),
  retyped: z.array(z.strictObject({ column: z.string(), from: z.string(), to: z.string() })),
  /** Whether the common columns are in a different order. */
  reordered: z.boolean(),
})
/** @public */
export type PlanDrift = z.infer<typeof planDriftSchema>

/** A rejected record, unchanged. `line` is its first physical line. */
export const rejectSchema = z.strictObject({
  line: z.number().int(),
  raw: z.string(),
  reason: textSchema,
})
/** @public */
export type Reject = z.infer<typeof rejectSchema>

/** An attempt of an agent: what it did, whether it succeeded, and the reason for the next one. @internal */
export const attemptSchema = z.strictObject({
  attempt: z.number().int(),
  action: textSchema,
  success: z.boolean(),
  reason: textSchema,
  ms: z.number(),
})
/** @internal */
export type Attempt = z.infer<typeof attemptSchema>

/** A loaded column, with counts over all rows. */
export const loadedColumnSchema = columnSchema.extend({
  nulls: z.number().int(),
  /**
   * The number of cells that did not fit the type and became null; `badExamples` has the first few, truncated to 1,000
   * characters.
   */
  badCells: z.number().int(),
  badExamples: z.array(z.strictObject({ row: z.number().int(), text: z.string() })),
})
/** @public */
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
  /** The first rejects with their raw lines, at most 100. */
  rejectSample: z.array(rejectSchema),
  /** The first rows as text; long cells are truncated to 1,000 characters. */
  sample: z.array(z.array(z.string().nullable())),
  attempts: z.array(attemptSchema),
  warnings: z.array(problemSchema),
  /** The entries of an archive, including the loaded one; absent if there is only one. */
  entries: z.array(partSchema).optional(),
  /** The sheets or tables of the file, including the loaded one; absent if there is only one. */
  parts: z.array(partSchema).optional(),
  /** The role of each line of a text file; absent for formats without lines. */
  regions: regionsSchema.optional(),
  plan: loadPlanSchema,
  /** How the file differs from its saved plan; absent without a saved plan, or if the plan was made for this file. */
  drift: planDriftSchema.optional(),
})
/** @internal */
export type LoadReport = z.infer<typeof loadReportSchema>

/** The report of a failed load: the file, all attempts, and the reason. @internal */
export const failedLoadReportSchema = loadReportSchema.pick({ file: true, size: true, attempts: true, warnings: true })
/** @internal */
export type FailedLoadReport = z.infer<typeof failedLoadReportSchema>
