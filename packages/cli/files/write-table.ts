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

/** What a path's ending says that is written; `.gz` behind it that it is packed. */
function endingOf(path: string): { format: TableFormat | undefined; packed: boolean; ending: string } {
  const [, last = '', packing] = /(\.[^.]*?)?(\.gz)?$/i.exec(basename(path)) ?? []
  const ending = last.toLowerCase()
  const isKnown = Object.hasOwn(formatOf, ending)
  return {
    format: isKnown ? formatOf[ending] : undefined,
    packed: packing !== undefined,
    ending: `${last}${packing ?? ''}`,
  }
}

/** Refuses an ending of which nobody knows what to write, before any work. */
export function checkTableFormat(path: string | undefined): void {
  if (path === undefined) return
  const { format, ending } = endingOf(path)
  if (format !== undefined) return
  throw wrongUse(
    error(
      'out.unknown-format',
      { path, extension: ending, extensions: Object.keys(formatOf) },
      { where: { file: path } },
    ),
  )
}

/** Writes a table, by the path's ending; see `Tables.write` for what each format is. Answers what a person should know of it. */
export async function writeTable(
  path: string,
  table: TableRef,
  tables: Tables,
  signal: AbortSignal,
): Promise<Problem[]> {
  const { format = 'csv', packed } = endingOf(path)
  const pieces = tables.write(table, format, { signal })
  await writeFilePieces(path, packed ? gzipped(pieces) : pieces)
  return findWriteWarnings(table.columns, format)
}

async function* gzipped(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = Readable.from(pieces)
  const packing = createGzip()
  source.once('error', (cause) => packing.destroy(cause))
  try {
    yield* source.pipe(packing) as AsyncIterable<Uint8Array>
  } finally {
    source.destroy()
  }
}
