import { findWriteWarnings } from '@aw-flow/data/node'
import type { Tables } from '@aw-flow/engine'
import { error, type Problem, type TableFormat, type TableRef } from '@aw-flow/schema'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import { wrongUse } from '../command-error.ts'
import { writeFilePieces } from './write-file.ts'

const formatOf: Record<string, TableFormat> = {
  '.csv': 'csv',
  '.json': 'json',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.parquet': 'parquet',
  '.arrow': 'arrow',
  '.feather': 'arrow',
  '.xlsx': 'xlsx',
}

/** The format and the compression of a path, by its extension. */
function formatOfPath(path: string): { format: TableFormat | undefined; isCompressed: boolean; extension: string } {
  const [, last = '', gzip] = /(\.[^.]*?)?(\.gz)?$/i.exec(basename(path)) ?? []
  const extension = last.toLowerCase()
  const isKnown = Object.hasOwn(formatOf, extension)
  return {
    format: isKnown ? formatOf[extension] : undefined,
    isCompressed: gzip !== undefined,
    extension: `${last}${gzip ?? ''}`,
  }
}

/** Rejects a path with an unknown extension before any work. */
export function checkTableFormat(path: string | undefined): void {
  if (path === undefined) return
  const { format, extension } = formatOfPath(path)
  if (format !== undefined) return
  throw wrongUse(
    error('out.unknown-format', { path, extension, extensions: Object.keys(formatOf) }, { where: { file: path } }),
  )
}

/** Writes a table in the format of the path's extension. Returns warnings; see `Tables.write` for the formats. */
export async function writeTable(
  path: string,
  table: TableRef,
  tables: Tables,
  signal: AbortSignal,
): Promise<Problem[]> {
  const { format = 'csv', isCompressed } = formatOfPath(path)
  const pieces = tables.write(table, format, { signal })
  await writeFilePieces(path, isCompressed ? gzipped(pieces) : pieces)
  return findWriteWarnings(table.columns, format)
}

async function* gzipped(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = Readable.from(pieces)
  const gzip = createGzip()
  source.once('error', (cause) => gzip.destroy(cause))
  try {
    yield* source.pipe(gzip) as AsyncIterable<Uint8Array>
  } finally {
    source.destroy()
  }
}
