export { createCatalog, type Catalog } from './node/catalog.ts'
export { systemClock, type Clock } from './clock.ts'
export {
  defineNode,
  getInputColumns,
  type CompensateArguments,
  type Control,
  type DescribeArguments,
  type DescribeContext,
  type Description,
  type NodeDefinition,
  type NodeResult,
  type RunArguments,
} from './node/define-node.ts'
export { canShareProcess } from './plan/can-share-process.ts'
export { collectWorkflows } from './plan/collect-workflows.ts'
export { describeWorkflow, type DescribeOptions } from './plan/describe-workflow.ts'
export { computeDerivationKey } from './plan/derivation-key.ts'
export { assignData, assignStartData } from './plan/assign-data.ts'
export { findFileReaders, assignFiles, type AssignedFiles } from './plan/assign-files.ts'
export { findSettingErrors, portAccepts } from './plan/plan-node.ts'
export type { RunControl, RunLimits, RunWorkflowOptions } from './run-options.ts'
export { planWorkflow, type PlanOptions } from './plan/plan-workflow.ts'
export type { WorkflowPlan } from './plan/workflow-plan.ts'
export { runWorkflow } from './run-workflow.ts'
export { describePortType } from './plan/plan-node.ts'
export { defineMessages, type NodeMessages } from './node/define-messages.ts'
export { decideApproval, listWaitingNodes, type Decision } from './scheduler/decide-approval.ts'
export type { Continuation } from './scheduler/effects.ts'
export { qualifyName } from './expressions/qualify-name.ts'
export type { InsertionPlace } from './expressions/insert-value.ts'
export { compileExpression, type Expression, type ExpressionOptions } from './expressions/compile-expression.ts'
export { ExpressionError, type ExpressionLocation } from './expressions/expression-error.ts'
export {
  completeExpression,
  type Completion,
  type Completions,
  type ExpressionScope,
} from './expressions/complete-expression.ts'
export { createSampleValues } from './expressions/sample-values.ts'
export { describeScope } from './expressions/describe-scope.ts'
export { expressionFunctions, type ExpressionFunction } from './expressions/functions/expression-functions.ts'
export { tryExpression, type TriedExpression } from './expressions/try-expression.ts'
export { inferShape, type ValueShape } from './expressions/value-shape.ts'
export { compileRowExpression, RowExpressionError, type RowExpression } from './expressions/compile-row-expression.ts'
export { rowFunctions } from './expressions/functions/row-functions.ts'
export { findPatternError } from './expressions/functions/linear-regex.ts'
export { toReadableValue } from './expressions/readable-values.ts'
export { digestJson, type Digest } from './digest.ts'
export {
  externalTools,
  intersectAccess,
  listRequestedAccess,
  noAccess,
  includeModels,
  requireAccess,
  restrictServices,
  toMcpHostEntry,
  toWebToolHostEntry,
  trustStates,
  type ExternalTool,
  type GrantedAccess,
  type TrustState,
  type WorkflowAccess,
} from './outside/granted-access.ts'
export { matchAllowedHost, isHostEntry } from './outside/allowed-hosts.ts'
export { findPublicSuffix } from './outside/public-suffix.ts'
export { createBrokerHeaderProblem, isBrokerHeader, rejectBrokerHeaders } from './outside/broker-headers.ts'
export { protectResponse } from './outside/protect-response.ts'
export { createRedactor, redactionMask, redactStrings, type Redactor } from './outside/redactor.ts'
export { applySecrets, findSecret, createUnknownSecretProblem, type AppliedSecrets } from './outside/apply-secrets.ts'
export { checkUrl, checkRedirect, createPrivateAddressProblem, type CheckedUrl } from './outside/check-url.ts'
export {
  defaultEgressLimits,
  type Egress,
  type EgressResponse,
  type EgressLimits,
  type EgressRequest,
  type SecretUse,
  type StreamedBody,
} from './outside/egress.ts'
export { isPublicAddress, parseIpAddress } from './outside/is-public-address.ts'
export type { EventPublisher, PublishedEvent } from './outside/events.ts'
export type { HostCheckResult, HostChecks } from './outside/host-checks.ts'
export type {
  DatabaseResult,
  DatabaseQuery,
  Databases,
  Folder,
  Mail,
  MailMessage,
  Notifications,
  ExternalServices,
} from './outside/outside.ts'
export type { Models } from './outside/models.ts'
export {
  createAgentPath,
  maxMemoryTurns,
  type AgentMemory,
  type MemoryKey,
  type RunMemory,
} from './outside/agent-memory.ts'
export type { NewRemoteStep, RemoteAgent, RemoteAgents, RemoteStep } from './outside/remote-agents.ts'
export type {
  McpInputAnswers,
  McpInputQuestion,
  McpInputRequired,
  McpTool,
  McpToolResult,
  McpTools,
} from './outside/mcp-tools.ts'
export type { WebToolRequest, WebToolResult, WebTools } from './outside/web-tools.ts'
export type { HostCallContext, HostFunction, HostFunctionDefinition, HostFunctions } from './outside/host-functions.ts'
export {
  createRunBudget,
  type ExceededLimit,
  type RunBudget,
  type UsageAmounts,
  type UsageLimits,
} from './outside/run-budget.ts'
export type { ChargedAmounts, UsageLedger } from './outside/usage-ledger.ts'
export type { DataKind, SideEffects } from './data-flow.ts'
export type { NestedOutcome, RunNested } from './nested-run.ts'
export { splitHosts, parseHosts } from './outside/read-hosts.ts'
export {
  createHeadersTooLargeError,
  createBodyTooLargeError,
  createTimeoutError,
  startRequestTimer,
  type RequestTimer,
} from './outside/request-timer.ts'
export { noSecrets, secretNamePattern, type Secret, type Secrets, type SecretSummary } from './outside/secrets.ts'
export type { Files, SourceFile } from './files.ts'
export type {
  CheckContentsOptions,
  Formats,
  Inspection,
  InspectOptions,
  OpenedSource,
  OpenedTable,
  OpenedText,
  OpenOptions,
  SourceHeader,
} from './formats.ts'
export { NodeError, TablesError } from './node/node-error.ts'
export {
  CodeError,
  type CodeFailure,
  type CodeLimits,
  type CodeRequest,
  type OpenedCode,
  type Sandbox,
} from './sandbox.ts'
export { allowedFunctions } from './sql/allowed-functions.ts'
export { compileCast, castTypes } from './sql/cast-cell.ts'
export { findCommonType, isFloat, isInteger, isSqlType, isNumber, isTemporal, compileType } from './sql/column-type.ts'
export { findNearestName } from './sql/nearest-name.ts'
export { boundedMacros, replaceUnboundedFunctions } from './sql/bounded-functions.ts'
export {
  createOtherTableProblem,
  internalPrefix,
  findStatementProblem,
  findTextProblem,
} from './sql/check-statement.ts'
export { findUnstableFunctions } from './sql/find-unstable-functions.ts'
export { join, name, quoteIdentifier, sql, unsafeSql, type Sql } from './sql/sql.ts'
export { inferStatementColumns } from './sql/infer-statement-columns.ts'
export {
  findClosingBracket,
  isKeyword,
  isSymbol,
  tokenizeStatement,
  type StatementToken,
} from './sql/tokenize-statement.ts'
export { preservesOrder, addTotalOrder } from './sql/total-order.ts'
export { normalizeNaN } from './sql/normalize-nan.ts'
export { parseRetryAfter } from './outside/parse-retry-after.ts'
export { decodeBody } from './text/decode-body.ts'
export { describeResponse, joinTypeAndStart } from './outside/describe-response.ts'
export { unpackBody } from './text/unpack-body.ts'
export { decodeHeader, encodeHeader, readFileName } from './text/read-headers.ts'
export { toEncodingLabel, createDecoder, type DecoderOptions } from './text/open-decoder.ts'
export type { Decoder } from './text/decoder.ts'
export {
  tableName,
  type DeferredTable,
  type LoadedTable,
  type LoadOptions,
  type QueryOptions,
  type Relation,
  type Scalar,
  type TableOptions,
  type Tables,
  type StatementError,
} from './tables.ts'
export type { Journal, StoredRecord } from './journal.ts'
export { indexOutcomes, forkRun, type ForkChange, type ForkedOutcomes, type ForkedRun } from './record/fork-run.ts'
export { createInstanceKey, type NodeInstance } from './record/instance-key.ts'
export { createMemoryJournal } from './record/memory-journal.ts'
export type {
  EffectContext,
  EffectOptions,
  PerformEffect,
  QuestionDecision,
  RequestDecision,
  UnknownOutcomePolicy,
} from './record/node-effects.ts'
export { parseRecord, serializeRecord } from './record/read-record.ts'
export { resumeRun, type ResumeOptions } from './record/resume-run.ts'
export { planRun, type PlanRunOptions } from './results/plan-run.ts'
export type { EarlierRunOutcomes, PlannedPart } from './results/plan-part.ts'
export {
  createResultCache,
  estimateTableBytes,
  type StoredResult,
  type ResultCache,
  type ResultCacheOptions,
} from './results/results.ts'
export { waitForNextTask } from './next-task.ts'
export { withTimeout } from './with-timeout.ts'
export { createTableLedger, type TableLedger } from './results/table-ledger.ts'
export type { ScheduleRule, ScheduleTiming } from './schedules/schedule-timing.ts'
export { findTimingProblems, type TimingField, type TimingProblem } from './schedules/find-timing-problems.ts'
export { findDayTransition, findTimeZone, type TimeZone, type ZoneTransition } from './schedules/time-zone.ts'
export { listPlannedTimes, planTimes } from './schedules/plan-times.ts'
export { computeStartDelay } from './schedules/start-delay.ts'
