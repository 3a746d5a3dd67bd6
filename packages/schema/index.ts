export { applyEdit } from './apply-edit.ts'
export type { AppliedEdit } from './applied-edit.ts'
export { canonicalJson } from './canonical-json.ts'
export { mostColumns, tooManyColumns } from './column-limit.ts'
export { isReservedName, reservedNameProblem } from './reserved-name.ts'
export { compareRuns, runInputs, type NodeComparison, type RunComparison, type Sides } from './compare-runs.ts'
export { criticalPath } from './critical-path.ts'
export { cutAtRuns, cutAtStarts, cutEnclosed, isDrawn } from './cut-line.ts'
export { datasetPreviewSchema, datasetSchema, type Dataset, type DatasetPreview } from './dataset.ts'
export type { Conflict } from './conflict.ts'
export { directlyWithin } from './directly-within.ts'
export { diffWorkflows, sameEnds } from './diff-workflows.ts'
export {
  nodeDescriptionSchema,
  portDescriptionSchema,
  workflowDescriptionSchema,
  type NodeDescription,
  type PortDescription,
  type WorkflowDescription,
} from './description.ts'
export { editSchema, nodeOptionsSchema, type Edit, type NodeOptions, type WorkflowDetails } from './edit.ts'
export { readExportedVersions, withExportedVersions, type ExportedVersion } from './exported-versions.ts'
export {
  emptyRunView,
  foldRun,
  isEnded,
  runNodeKey,
  type NodeRun,
  type NodeState,
  type RunState,
  type RunView,
  type WaitingNode,
} from './fold-run.ts'
export { interruptedTooOften, interruptionPatience } from './interrupted-too-often.ts'
export {
  checkReportSchema,
  findingRuleSchema,
  findingSchema,
  repeatedRowSchema,
  type CheckReport,
  type Finding,
  type FindingRule,
  type RepeatedRow,
} from './finding.ts'
export type { CheckedTable, CheckVerdict } from './host-check.ts'
export { layoutGraphSchema, layoutSchema, type Layout, type LayoutGraph } from './layout.ts'
export {
  attemptSchema,
  dialectSchema,
  failedLoadReportSchema,
  fileFormatSchema,
  layerSchema,
  loadPlanSchema,
  loadReportSchema,
  partSchema,
  planDriftSchema,
  plannedColumnSchema,
  recordsShapeSchema,
  regionsSchema,
  savedLoadPlanSchema,
  type Attempt,
  type Dialect,
  type Evidence,
  type FailedLoadReport,
  type FileFormat,
  type Layer,
  type LoadedColumn,
  type LoadPlan,
  type LoadReport,
  type Mend,
  type OtherTable,
  type Part,
  type PlanDrift,
  type PlannedColumn,
  type RecordsShape,
  type Region,
  type RegionKind,
  type Regions,
  type Reject,
  type SavedLoadPlan,
} from './load-plan.ts'
export {
  loadOverridesSchema,
  loadPreviewRequestSchema,
  loadPreviewSchema,
  type LoadOverrides,
  type LoadPreview,
  type LoadPreviewRequest,
  type SourceLine,
} from './load-preview.ts'
export { mergeWorkflows, type MergedWorkflow } from './merge-workflows.ts'
export { planRepairs, planRepeated, sureRepair } from './plan-repairs.ts'
export { workflowMigrations } from './migrations/index.ts'
export type { Migration } from './migrations/migration.ts'
export { nodeTypeSchema, portSchema, type NodeFamily, type NodeType, type Port } from './node-type.ts'
export { isYamlName, parseByName } from './parse-by-name.ts'
export { parseJson, type ParsedJson } from './parse-json.ts'
export { editPlan, withIds, type PlanEdit } from './edit-plan.ts'
export { describeOperation } from './operations/describe-operation.ts'
export { operationNames, operationSettings, type OperationSetting } from './operations/operation-settings.ts'
export { operationSchema, type Operation, type OperationName, type OperationOf } from './operations/operation.ts'
export {
  appliedOperationSchema,
  cellStepSchema,
  changedCellSchema,
  planPreviewSchema,
  pointLayoutSchema,
  preparationDriftSchema,
  preparationPlanSchema,
  preparationReportSchema,
  preparationTargetSchema,
  type AppliedOperation,
  type CellStep,
  type ChangedCell,
  type CosmoRoles,
  type ExpectedColumn,
  type LinkRoles,
  type PlanPreview,
  type PointLayout,
  type PreparationDrift,
  type PreparationPlan,
  type PreparationReport,
  type PreparationTarget,
} from './preparation-plan.ts'
export { modelUseSchema, type ModelUse } from './model-use.ts'
export {
  preparationProposalJsonSchema,
  preparationProposalSchema,
  type PreparationProposal,
} from './preparation-proposal.ts'
export { error, hasErrors, hintOf, info, problemSchema, textOf, warning, type Place, type Problem } from './problem.ts'
export {
  columnProfileSchema,
  deepFindingSchema,
  deepProgressSchema,
  profileDriftSchema,
  profileSampleSchema,
  semanticTypeSchema,
  tableProfileSchema,
  type ColumnProfile,
  type CountedValue,
  type DeepFinding,
  type DeepProgress,
  type DriftFinding,
  type HistogramBin,
  type NumberProfile,
  type ProfileDrift,
  type ProfileSample,
  type Quantile,
  type Semantic,
  type SemanticType,
  type TableProfile,
  type TextProfile,
} from './profile.ts'
export { readWorkflow, type ReadWorkflow } from './read-workflow.ts'
export { repair, type Repaired } from './repair.ts'
export { resultTables, type ResultTable } from './result-tables.ts'
export { runErrorSchema, type RunError } from './run-error.ts'
export {
  givenOutputsSchema,
  runEventBodySchema,
  runEventSchema,
  runEventVersion,
  runPartSchema,
  type GivenOutputs,
  type NodeReport,
  type RunEvent,
  type RunEventBody,
  type RunPart,
  type RunProgress,
} from './run-event.ts'
export { runValidity } from './run-validity.ts'
export {
  createAttemptFold,
  type AttemptEffect,
  type AttemptFold,
  type AttemptWait,
  type RunAttempt,
} from './run-attempts.ts'
export { createRunHistory, type RunHistory, type RunMoment } from './run-history.ts'
export { runShare, timeLeft } from './run-share.ts'
export { sameJson } from './same-json.ts'
export {
  chartMarks,
  chartMeasures,
  chartSettingsSchema,
  chartSpecSchema,
  graphSpecSchema,
  type ChartMark,
  type ChartMeasure,
  type ChartSettings,
  type ChartSpec,
  type GraphSpec,
} from './chart.ts'
export { chartOf, suggestChart, type ColumnFacts } from './suggest-chart.ts'
export { cosmographConfig, type CosmographConfig } from './cosmograph-config.ts'
export { suggestGraph, type GraphColumns } from './suggest-graph.ts'
export {
  chartColumns,
  derivedTableSchema,
  filterTests,
  placeColumn,
  tableFilterSchema,
  tableQuerySchema,
  tableSortSchema,
  type ChartColumn,
  type DerivedTable,
  type FilterTest,
  type TableFilter,
  type TableQuery,
  type TableSort,
} from './table-query.ts'
export { columnSchema, tableRefSchema, typeFamily, type Column, type TableRef, type TypeFamily } from './table.ts'
export { settleConflict } from './settle-conflict.ts'
export {
  ruleSeveritySchema,
  tableSchemaSchema,
  validationReportSchema,
  type ColumnRule,
  type Reference,
  type RowRule,
  type RuleResult,
  type RuleSeverity,
  type TableSchema,
  type ValidationReport,
} from './validation.ts'
export { validationReportHtml, type ReportHtmlOptions, type ReportWords } from './validation-report-html.ts'
export { factRuleSchema, validatorSchema, type Validator } from './validator.ts'
export { portFits, valueSchema, type PortType, type Value, type Values } from './value.ts'
export { waitForSchema, type ApprovalDefault, type WaitFor } from './wait-for.ts'
export {
  configSchema,
  edgeSchema,
  emptyWorkflow,
  groupSchema,
  idSchema,
  joinSchema,
  jsonSchema,
  nameSchema,
  nodeLookSchema,
  nodeModeSchema,
  nodeSchema,
  noteSchema,
  onErrorSchema,
  retryOverrideSchema,
  retryPolicySchema,
  workflowPortsSchema,
  workflowFormatVersion,
  workflowSchema,
  workflowStatusSchema,
  type Config,
  type Join,
  type Json,
  type NodeLook,
  type NodeMode,
  type OnError,
  type Position,
  type RetryOverride,
  type RetryPolicy,
  type Workflow,
  type WorkflowEdge,
  type WorkflowGroup,
  type WorkflowNode,
  type WorkflowNote,
  type WorkflowPorts,
} from './workflow.ts'
export { tableFormats, type TableFormat } from './table-format.ts'
export { messageParamsSchema, messageSchema, textSchema } from './text.ts'
export type { Message, MessageParam, MessageParams, Text } from '@aw-flow/messages'
