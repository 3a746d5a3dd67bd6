import { info, type Problem } from '@aw-flow/schema'
import {
  Column as ArrowColumn,
  tableFromColumns,
  tableFromIPC,
  tableToIPC,
  Type,
  utf8,
  type Batch,
  type ExtractionOptions,
  type Schema,
  type Table,
} from '@uwdata/flechette'
import type { ExpansionLimit } from '../expansion-limit.ts'
import { toTransferType, type ValueConversion, type TransferType, type NeedsNanoseconds } from './transfer-type.ts'
import { convertBatch } from './convert-batch.ts'

const exactOptions: ExtractionOptions = { useBigInt: true, useDate: false, useDecimalInt: true, useMap: true }

/** Decodes an IPC stream, or a part of one that includes its schema, without loss. */
export const decodeStream = (stream: Uint8Array): Table => tableFromIPC(stream, exactOptions)

export interface TransferOptions {
  needsNanoseconds: NeedsNanoseconds
  /**
   * DuckDB types of fixed-size binary columns, keyed by column name: 16-byte columns that are UUIDs and 12-byte columns
   * that are intervals or times.
   */
  byteColumnTypes?: ReadonlyMap<string, string>
  /** Whether the buffers are compressed. DuckDB cannot read compressed buffers. */
  isCompressed?: boolean
  /** Limit of the values that replace keys of dictionaries and runs. */
  limit?: ExpansionLimit
}

/** Plans the transfer of a schema's columns. */
export function planTransfer(
  { fields }: Schema,
  { needsNanoseconds, byteColumnTypes = new Map(), isCompressed = false, limit }: TransferOptions,
) {
  const types = fields.map(({ name, type }, index): TransferType => {
    const duckDb = type.typeId === Type.FixedSizeBinary ? byteColumnTypes.get(name) : undefined
    return duckDb === undefined
      ? toTransferType(type, String(index), needsNanoseconds)
      : { arrow: utf8(), duckDb, isText: true }
  })
  const names = new Set(fields.map(({ name }) => name.toLowerCase()))
  const isPlain = !isCompressed && names.size === fields.length && !names.has('')
  const isUnchanged =
    isPlain && fields.every(({ type }, index) => isSameType(type.typeId, type, types[index] as TransferType))
  return {
    columns: fields.map(({ name }, index) => ({ name, type: types[index]?.duckDb ?? 'VARCHAR' })),
    problems: fields.flatMap(({ name }, index) => createConversionProblems(name, types[index]?.conversion)),
    /**
     * Converts a complete IPC stream of these columns to the transfer types. Returns the same bytes if no column changes.
     */
    convertStream: (stream: Uint8Array): Uint8Array => (isUnchanged ? stream : rewriteStream(stream, types, limit)),
  }
}

function isSameType(id: number, type: unknown, transferType: TransferType): boolean {
  if (transferType.isText || id === Type.Dictionary || id === Type.RunEndEncoded) return false
  return JSON.stringify(type) === JSON.stringify(transferType.arrow)
}

function rewriteStream(
  stream: Uint8Array,
  types: readonly TransferType[],
  limit: ExpansionLimit | undefined,
): Uint8Array {
  const table = decodeStream(stream)
  const columns = types.map((transferType, index): [string, ArrowColumn<unknown>] => {
    const { data } = table.getChildAt(index) as ArrowColumn<unknown>
    const batches = data.map((batch) => convertBatch(batch as Batch<unknown>, transferType, limit))
    return [`c${index}`, new ArrowColumn(batches, transferType.arrow)]
  })
  const bytes = tableToIPC(tableFromColumns(columns), { format: 'stream' })
  if (!bytes) throw new Error('The Arrow writer returned no bytes.')
  return bytes
}

const createConversionProblems = (column: string, conversion: ValueConversion | undefined): Problem[] =>
  conversion === undefined
    ? []
    : [
        info(
          'load.converted-values',
          { column, as: conversion.target, zone: conversion.zone ?? '' },
          { where: { column } },
        ),
      ]
