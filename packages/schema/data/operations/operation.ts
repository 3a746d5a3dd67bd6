import { z } from '../../wire/zod.ts'
import { cellOperationSchemas } from './cell-operations.ts'
import { columnOperationSchemas } from './column-operations.ts'
import { rowOperationSchemas, tableOperationSchemas } from './row-operations.ts'

/**
 * An operation of a preparation plan on columns or rows, with its reason. Operations are applied in order; each is
 * compiled to SQL that never fails for a cell.
 *
 * @internal
 */
export const operationSchema = z.discriminatedUnion('op', [
  ...cellOperationSchemas,
  ...columnOperationSchemas,
  ...rowOperationSchemas,
  ...tableOperationSchemas,
])
/** @public */
export type Operation = z.infer<typeof operationSchema>
/** @internal */
export type OperationName = Operation['op']
/** The type of the operation with a name. @internal */
export type OperationOf<Name extends OperationName> = Extract<Operation, { op: Name }>
