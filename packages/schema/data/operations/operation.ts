import { z } from '../../wire/zod.ts'
import { cellOperationSchemas } from './cell-operations.ts'
import { columnOperationSchemas } from './column-operations.ts'
import { rowOperationSchemas, tableOperationSchemas } from './row-operations.ts'

/**
 * One step of a preparation: what is done to which columns or rows, and why. Operations are applied in order; each is
 * compiled to SQL that never fails on a cell.
 */
export const operationSchema = z.discriminatedUnion('op', [
  ...cellOperationSchemas,
  ...columnOperationSchemas,
  ...rowOperationSchemas,
  ...tableOperationSchemas,
])
export type Operation = z.infer<typeof operationSchema>
export type OperationName = Operation['op']
/** The operation of a name. */
export type OperationOf<Name extends OperationName> = Extract<Operation, { op: Name }>
