import { z } from '../../wire/zod.ts'
import { cellOperationSchemas } from './cell-operations.ts'
import { columnOperationSchemas } from './column-operations.ts'
import { rowOperationSchemas, tableOperationSchemas } from './row-operations.ts'

/** @internal */
export const operationSchema = z.discriminatedUnion('op', [
  ...cellOperationSchemas,
  ...columnOperationSchemas,
  ...rowOperationSchemas,
  ...tableOperationSchemas,
])
/**
 * An operation on columns or rows in a preparation plan, with its reason. Operations are applied in order. Each is
 * compiled to SQL that does not fail for any cell.
 *
 * @public
 */
export type Operation = z.infer<typeof operationSchema>
/** Returns whether a plan applies an operation: neither rejected nor a suggestion without approval. @internal */
export const isAppliedOperation = ({ state }: Pick<Operation, 'state'>): boolean =>
  state !== 'rejected' && state !== 'suggested'
/** @internal */
export type OperationName = Operation['op']
/** The operation type with a given name. @internal */
export type OperationOf<Name extends OperationName> = Extract<Operation, { op: Name }>
