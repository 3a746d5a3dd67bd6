import { z } from 'zod'

const line = z.int().positive()
const range = z.tuple([line, line])

/** Column types. `id` is text that looks like a number or code; scores treat it as equal to `text`. */
export const columnType = z.enum([
  'integer',
  'decimal',
  'date',
  'datetime',
  'time',
  'boolean',
  'text',
  'id',
  'percent',
  'currency',
  'empty',
])

const regionOfTable = z.strictObject({
  headerLines: z.array(line),
  firstRecordLine: line.nullable(),
  lastRecordLine: line.nullable(),
  columns: z.int().positive(),
})

/**
 * Description of a published file. Lines are physical lines from 1; each LF, CR or CR LF ends one, also inside a quoted
 * cell. README.md describes every field.
 */
export const label = z.strictObject({
  encoding: z.string(),
  bom: z.boolean(),
  delimiter: z.string(),
  quote: z.string().max(1),
  escape: z.string().max(1),
  newline: z.enum(['\n', '\r\n', '\r', 'mixed', '']),
  fixedWidth: z.literal(true).optional(),
  headerLines: z.array(line),
  firstRecordLine: line.nullable(),
  lastRecordLine: line.nullable(),
  preambleLines: z.int().nonnegative(),
  notes: z.array(range),
  between: z.array(range),
  blankInside: z.boolean(),
  tables: z.int().positive(),
  otherTables: z.array(regionOfTable).optional(),
  columns: z.int().positive(),
  trailingEmptyColumns: z.int().nonnegative(),
  types: z.array(columnType),
  raggedRows: z.int().nonnegative(),
  doubtful: z.boolean(),
  doubtfulAbout: z.array(z.enum(['encoding', 'dialect', 'header', 'region', 'types'])),
  doubt: z.string(),
})

export type Label = z.infer<typeof label>

const packageSource = z.strictObject({ package: z.string(), version: z.string(), path: z.string() })

/** A label of the fresh set with the source of its file: a public repository at a commit, or a package at a version. */
export const freshLabel = label.extend({
  source: z.union([
    z.strictObject({
      repository: z.string(),
      path: z.string(),
      commit: z.string(),
      /** Whether the file was truncated at a line end, or some of its records were removed. */
      excerpt: z.literal(true).optional(),
    }),
    packageSource,
  ]),
})

export type FreshLabel = z.infer<typeof freshLabel>

/** The part of a label that plans are compared with. */
const planLabel = label
  .pick({
    encoding: true,
    delimiter: true,
    quote: true,
    fixedWidth: true,
    headerLines: true,
    firstRecordLine: true,
    lastRecordLine: true,
    tables: true,
    doubtfulAbout: true,
  })
  .extend({ columns: label.shape.columns.optional() })

export type PlanLabel = z.infer<typeof planLabel>

/** A label of the later set: only the fields that plans are compared with, and the package that contains the file. */
export const laterLabel = planLabel.extend({ source: packageSource })

export type LaterLabel = z.infer<typeof laterLabel>
