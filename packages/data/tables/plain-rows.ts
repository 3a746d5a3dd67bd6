import type { Scalar } from '@aw-flow/engine'
import { shortestSingle } from '@aw-flow/schema'
import type { PlainCell } from './duckdb-connection.ts'

const wholeNumber = /^(U?BIGINT|U?HUGEINT|BIGNUM)$/

/** Converts a cell of `plainCells` into the scalar of a small result. */
export function scalar(type: string, cell: PlainCell): Scalar {
  if (typeof cell === 'number' && type === 'FLOAT') return shortestSingle(cell)
  if (cell === null || typeof cell === 'boolean' || typeof cell === 'number') return cell
  if (typeof cell === 'string' && !wholeNumber.test(type)) return cell
  const whole = BigInt(cell)
  const number = Number(whole)
  return Number.isSafeInteger(number) ? number : whole
}
