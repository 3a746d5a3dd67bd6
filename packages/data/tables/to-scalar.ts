import type { Scalar } from '@aw-flow/engine'
import { toShortestFloat } from '@aw-flow/schema/internal'
import type { PlainCell } from './duckdb-connection.ts'

const largeIntegerTypes = /^(U?BIGINT|U?HUGEINT|BIGNUM)$/

/** Converts a cell that was read with `toPlainCells` to a scalar. */
export function toScalar(type: string, cell: PlainCell): Scalar {
  if (typeof cell === 'number' && type === 'FLOAT') return toShortestFloat(cell)
  if (cell === null || typeof cell === 'boolean' || typeof cell === 'number') return cell
  if (typeof cell === 'string' && !largeIntegerTypes.test(type)) return cell
  const integer = BigInt(cell)
  const number = Number(integer)
  return Number.isSafeInteger(number) ? number : integer
}
