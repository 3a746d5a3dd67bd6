export { applyEdit, type AppliedEdit } from './apply-edit.ts'
export { canonicalJson } from './canonical-json.ts'
export { mostColumns, tooManyColumns } from './column-limit.ts'
export { isReservedName, reservedNameProblem } from './reserved-name.ts'
export { cutAtRuns, cutAtStarts, cutEnclosed, isDrawn } from './cut-line.ts'
export { datasetPreviewSchema, datasetSchema, type Dataset, type DatasetPreview } from './dataset.ts'
export {
  nodeDescriptionSchema,
  portDescriptionSchema,
  workflowDescriptionSchema,
  type NodeDescription,
  type PortDescription,
  type WorkflowDescription,
} from './description.ts'
export { editSchema, nodeOptionsSchema, type Edit, type NodeOptions } from './edit.ts'
export {
  emptyRunView,
  foldRun,
  isEnded,
  type NodeRun,
  type NodeState,
  type RunState,
  type RunView,
  type WaitingNode,
} from './fold-run.ts'
export { interruptedTooOften, interruptionPatience } from './interrupted-too-often.ts'
export { layoutGraphSchema, layoutSchema, type Layout, type LayoutGraph } from './layout.ts'
export {
  attemptSchema,
  dialectSchema,
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
export { workflowMigrations } from './migrations/index.ts'
export type { Migration } from './migrations/migration.ts'
export { nodeTypeSchema, portSchema, type NodeFamily, type NodeType, type Port } from './node-type.ts'
export { parseJson, type ParsedJson } from './parse-json.ts'
export {
  appliedOperationSchema,
  operationSchema,
  preparationPlanSchema,
  preparationReportSchema,
  preparationTargetSchema,
  type AppliedOperation,
  type CosmoRoles,
  type Operation,
  type PreparationPlan,
  type PreparationReport,
  type PreparationTarget,
} from './preparation-plan.ts'
export { error, formatProblem, hasErrors, info, problemSchema, warning, type Place, type Problem } from './problem.ts'
export { readWorkflow, type ReadWorkflow } from './read-workflow.ts'
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
export { columnSchema, tableRefSchema, typeFamily, type Column, type TableRef, type TypeFamily } from './table.ts'
export {
  tableSchemaSchema,
  validationReportSchema,
  type ColumnRule,
  type RuleResult,
  type TableSchema,
  type ValidationReport,
} from './validation.ts'
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
