export { createCatalogue, type Catalogue } from './catalogue.ts'
export { systemClock, type Clock } from './clock.ts'
export {
  defineNode,
  inputColumns,
  type DescribeArguments,
  type DescribeContext,
  type Description,
  type NodeDefinition,
  type NodeResult,
  type RunArguments,
} from './define-node.ts'
export { describeWorkflow, type DescribeOptions } from './plan/describe-workflow.ts'
export { derivationKey } from './plan/derivation-key.ts'
export { fileReaders, giveFiles, type GivenFiles } from './plan/give-files.ts'
export { accepts } from './plan/plan-workflow.ts'
export { runWorkflow, type RunWorkflowOptions } from './run-workflow.ts'
export type { Files, SourceFile } from './files.ts'
export type { Formats, Inspection, InspectOptions, Opened, OpenedTable, OpenedText, OpenOptions } from './formats.ts'
export { NodeError, TablesError } from './node-error.ts'
export { join, name, sql, unsafeSql, type Sql } from './sql/sql.ts'
export { encodingLabel, openDecoder, type Decoder, type DecoderOptions } from './text/open-decoder.ts'
export { tableName, type LoadedTable, type LoadOptions, type Scalar, type TableOptions, type Tables } from './tables.ts'
