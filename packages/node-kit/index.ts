/**
 * API for defining node types for aw. It is stable and independent of the engine's internals. `@public` names follow
 * semantic versioning; `@beta` names may change in a minor version.
 *
 * @packageDocumentation
 */
export { z } from 'zod'
export {
  defineMessages,
  defineNode,
  getInputColumns,
  join,
  name,
  quoteIdentifier,
  NodeError,
  sql,
  tableName,
  unsafeSql,
  type Clock,
  type CompensateArguments,
  type Continuation,
  type Control,
  type DescribeArguments,
  type DescribeContext,
  type Description,
  type Files,
  type HostCallContext,
  type HostFunction,
  type HostFunctionDefinition,
  type NodeDefinition,
  type NodeResult,
  type ExternalServices,
  type NodeMessages,
  type PerformEffect,
  type RunArguments,
  type Sandbox,
  type Scalar,
  type SourceFile,
  type Sql,
  type TableOptions,
  type Tables,
} from '@aw-flow/engine'
export type {
  Column,
  Json,
  NodeFamily,
  Place,
  Port,
  PortDescription,
  Problem,
  TableRef,
  Value,
  WaitCondition,
} from '@aw-flow/schema'
export type { Message, MessageCatalogs, Text } from '@aw-flow/messages'
