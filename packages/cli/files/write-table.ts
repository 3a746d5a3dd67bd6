import { findWriteWarnings, prepareParquet } from '@aw-flow/data/node'
import type { Tables } from '@aw-flow/engine'
import { error, type Problem, type TableRef } from '@aw-flow/schema'
import type { TableFormat } from '@aw-flow/schema/internal'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import { createUsageError } from '../command-error.ts'
import { writeFileChunks } from './write-file.ts'

const formatsByExtension: Record<string, TableFormat> = {
  '.csv': 'csv',
  '.json': 'json',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.parquet': 'parquet',
  '.arrow': 'arrow',
  '.feather': 'arrow',
  '.xlsx': 'xlsx',
}

/** Determines the table format and compression from a path's extension. */
function parseFormat(path: string): { format: TableFormat | undefined; isCompressed: boolean; extension: string } {
  const [, lastExtension = '', gzip] = /(\.[^.]*?)?(\.gz)?$/i.exec(basename(path)) ?? []
  const extension = lastExtension.toLowerCase()
  const isKnown = Object.hasOwn(formatsByExtension, extension)
  return {
    format: isKnown ? formatsByExtension[extension] : undefined,
    isCompressed: gzip !== undefined,
    extension: `${lastExtension}${gzip ?? ''}`,
  }
}

/** Rejects an output path with an unknown extension before any work starts. Begins to load what writing needs. */
export function checkTableFormat(path: string | undefined): void {
  if (path === undefined) return
  const { format, extension } = parseFormat(path)
  if (format === 'parquet') prepareParquet()
  if (format !== undefined) return
  throw createUsageError(
    error(
      'out.unknown-format',
      { path, extension, extensions: Object.keys(formatsByExtension) },
      { where: { file: path } },
    ),
  )
}

export interface WriteTableOptions {
  tables: Tables
  signal: AbortSignal
  /** Whether to write `.csv` files in the `csv-excel` format. */
  csvForExcel?: boolean | undefined
}

/**
 * Writes a table in the format that the path's extension selects. Returns warnings. The formats are described at
 * `Tables.write`.
 */
export async function writeTable(
  path: string,
  table: TableRef,
  { tables, signal, csvForExcel = false }: WriteTableOptions,
): Promise<Problem[]> {
  const format = await writeTableFile(path, { csvForExcel }, (tableFormat) =>
    tables.write(table, tableFormat, { signal }),
  )
  return findWriteWarnings(table.columns, format)
}

/** Writes a table that `write` converts to the format that the path's extension selects. Returns the format. */
export async function writeTableFile(
  path: string,
  { csvForExcel = false }: { csvForExcel?: boolean | undefined },
  write: (format: TableFormat) => AsyncIterable<Uint8Array>,
): Promise<TableFormat> {
  const { format: pathFormat = 'csv', isCompressed } = parseFormat(path)
  const format = csvForExcel && pathFormat === 'csv' ? 'csv-excel' : pathFormat
  const chunks = write(format)
  await writeFileChunks(path, isCompressed ? compress(chunks) : chunks)
  return format
}

async function* compress(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = Readable.from(chunks)
  const gzip = createGzip()
  source.once('error', (cause) => gzip.destroy(cause))
  try {
    yield* source.pipe(gzip) as AsyncIterable<Uint8Array>
  } finally {
    source.destroy()
  }
}
