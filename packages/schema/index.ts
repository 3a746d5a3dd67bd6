export { applyEdit } from './document/apply-edit.ts'
export { suggestedFixSchema, type SuggestedFix } from './document/suggested-fix.ts'
export type { AppliedEdit } from './document/applied-edit.ts'
export { toCanonicalJson } from './wire/canonical-json.ts'
export { maxColumns, createTooManyColumnsProblem } from './data/column-limit.ts'
export { isReservedName, createReservedNameProblem } from './data/reserved-name.ts'
export {
  compareRuns,
  collectRunInputs,
  type NodeComparison,
  type RunComparison,
  type Sides,
} from './run/compare-runs.ts'
export { findCriticalPath } from './run/critical-path.ts'
export { splitAtRuns, splitAtStarts, splitEnclosed, isCommentAt, isSeparatorLine } from './data/split-line.ts'
export { datasetPreviewSchema, datasetSchema, type Dataset, type DatasetPreview } from './data/dataset.ts'
export type { Conflict } from './document/conflict.ts'
export { selectChildren } from './run/select-children.ts'
export { diffWorkflows, hasSameEndpoints } from './document/diff-workflows.ts'
export { findOverlongList, type OverlongList } from './document/document-limits.ts'
export {
  nodeDescriptionSchema,
  portDescriptionSchema,
  workflowDescriptionSchema,
  type NodeDescription,
  type PortDescription,
  type WorkflowDescription,
} from './run/description.ts'
export { editSchema, nodeOptionsSchema, type Edit, type NodeOptions, type WorkflowDetails } from './document/edit.ts'
export { createPlanEdge, isPlanEdge, planSchemaName } from './data/plan-edge.ts'
export { getApprovalId } from './document/shapes/steps.ts'
export { readExportedVersions, withExportedVersions, type ExportedVersion } from './document/exported-versions.ts'
export {
  createEmptyRunView,
  foldRun,
  isFinalRunState,
  toRunNodeKey,
  type NodeRun,
  type NodeState,
  type RunState,
  type RunView,
  type WaitingNode,
} from './run/fold-run.ts'
export { nodePreviewSchema, sampleNodePrefix, type NodePreview } from './run/node-preview.ts'
export { exceedsInterruptionLimit, maxInterruptions } from './run/exceeds-interruption-limit.ts'
export {
  answerSchema,
  answersSchema,
  rowProposalSchema,
  type Answer,
  type AnswerCell,
  type CellVerdict,
  type LearningReport,
  type ProposedCell,
  type ProposedRow,
  type RowProposal,
} from './data/answer.ts'
export {
  checkReportSchema,
  findingGroupSchema,
  findingKindSchema,
  findingRuleSchema,
  findingSchema,
  duplicateRowSchema,
  sensitivitySchema,
  type CheckReport,
  type Finding,
  type FindingGroup,
  type FindingKind,
  type FindingRule,
  type DuplicateRow,
  type Sensitivity,
} from './data/finding.ts'
export { describeGroup, groupFindings, type GroupedFindings } from './data/group-findings.ts'
export type { CheckedTable, CheckVerdict } from './data/host-check.ts'
export { layoutGraphSchema, layoutSchema, type Layout, type LayoutGraph } from './document/layout.ts'
export {
  attemptSchema,
  dialectSchema,
  failedLoadReportSchema,
  fileFormatSchema,
  layerSchema,
  loadPlanSchema,
  loadReportSchema,
  filePartSchema,
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
  type RepairedRecord,
  type OtherTable,
  type FilePart,
  type PlanDrift,
  type PlannedColumn,
  type RecordsShape,
  type Region,
  type RegionKind,
  type Regions,
  type Reject,
  type SavedLoadPlan,
} from './data/load-plan.ts'
export {
  loadOverridesSchema,
  loadPreviewRequestSchema,
  loadPreviewSchema,
  type LoadOverrides,
  type LoadPreview,
  type LoadPreviewRequest,
  type SourceLine,
} from './data/load-preview.ts'
export { mergeWorkflows, type MergedWorkflow } from './document/merge-workflows.ts'
export {
  isValueKind,
  planGroupRepairs,
  planRepairs,
  planDeduplication,
  minRepairConfidence,
} from './data/plan-repairs.ts'
export { workflowMigrations } from './document/migrations/index.ts'
export type { Migration } from './document/migrations/migration.ts'
export {
  grantedModelSchema,
  grantedModelsSchema,
  modelPricesSchema,
  usageLimitsSchema,
  type GrantedModel,
  type GrantedModels,
  type ModelPrices,
} from './wire/granted-models.ts'
export { searchNodeTypes } from './wire/search-node-types.ts'
export { nodeTypeSchema, portSchema, type NodeFamily, type NodeType, type Port } from './wire/node-type.ts'
export { isYamlFileName, parseByFileName } from './wire/parse-by-name.ts'
export { parseJson } from './wire/parse-json.ts'
export { editPlan, PlanEditError, assignOperationIds, type PlanEdit } from './data/edit-plan.ts'
export { describeOperation } from './data/operations/describe-operation.ts'
export { operationNames, listOperationSettings, type OperationSetting } from './data/operations/operation-settings.ts'
export { operationSchema, type Operation, type OperationName, type OperationOf } from './data/operations/operation.ts'
export {
  appliedOperationSchema,
  cellStepSchema,
  changedCellSchema,
  planPreviewSchema,
  pointLayoutSchema,
  preparationDriftSchema,
  isPlanForOtherTable,
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
} from './data/preparation-plan.ts'
export { modelUseSchema, type ModelUse } from './run/model-use.ts'
export {
  createPreparationProposalJsonSchema,
  preparationProposalSchema,
  type PreparationProposal,
} from './data/preparation-proposal.ts'
export {
  error,
  hasErrors,
  getHint,
  info,
  problemSchema,
  getProblemText,
  warning,
  replaceSentence,
  type Place,
  type Problem,
} from './wire/problem.ts'
export { findSecretWarning } from './run/find-secret-warning.ts'
export { defined, type Defined } from './wire/defined.ts'
export { failed, ok, getProblem, getValue, ProblemError, settle, unwrap, type Result } from './wire/result.ts'
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
} from './data/profile.ts'
export { readWorkflow, type ReadWorkflowResult } from './document/read-workflow.ts'
export { repair, type RepairResult } from './document/repair.ts'
export { findResultTables, type ResultTable } from './run/result-tables.ts'
export { runErrorSchema, type RunError } from './run/run-error.ts'
export {
  providedOutputsSchema,
  runEventBodySchema,
  runEventSchema,
  runEventVersion,
  runSelectionSchema,
  type ProvidedOutputs,
  type NodeReport,
  type RunEvent,
  type RunEventBody,
  type RunSelection,
  type RunProgress,
} from './run/run-event.ts'
export { getRunValidity } from './run/run-validity.ts'
export {
  createAttemptFold,
  type AttemptEffect,
  type AttemptFold,
  type AttemptWait,
  type RunAttempt,
} from './run/run-attempts.ts'
export { createRunHistory, type RunHistory, type RunSnapshot } from './run/run-history.ts'
export { computeRunProgress, estimateTimeLeft } from './run/run-progress.ts'
export { isSameJson } from './wire/is-same-json.ts'
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
} from './data/chart.ts'
export { type ColumnFacts } from './data/suggest/column-roles.ts'
export { resolveChart, suggestChart } from './data/suggest/suggest-chart.ts'
export { createCosmographConfig, type CosmographConfig } from './data/cosmograph-config.ts'
export { suggestGraph, type GraphColumns } from './data/suggest/suggest-graph.ts'
export { suggestSettings, type SettingsRequest } from './data/suggest/suggest-settings.ts'
export {
  cellLengthsColumn,
  chartColumns,
  facetSeparator,
  derivedTableSchema,
  filterOperators,
  groupFunctions,
  maxListedValues,
  rowIndexColumn,
  tableFilterSchema,
  tableQuerySchema,
  tableSortSchema,
  type ChartColumn,
  type DerivedTable,
  type FilterTest,
  type GroupMeasure,
  type TableFilter,
  type TableGroups,
  type TableQuery,
  type TableSort,
} from './data/table-query.ts'
export {
  cellExampleSchema,
  cellExamplesSchema,
  examplePreviewSchema,
  type CellExample,
  type ExamplePreview,
  type ExampleQuestion,
  type ExampleTransformation,
} from './data/example-preview.ts'
export { toShortestFloat } from './data/shortest-single.ts'
export {
  columnSchema,
  tableRefSchema,
  getTypeFamily,
  type Column,
  type TableRef,
  type TypeFamily,
} from './data/table.ts'
export { resolveConflict } from './document/resolve-conflict.ts'
export {
  ruleSeveritySchema,
  tableSchemaSchema,
  validationReportSchema,
  type ColumnReading,
  type ColumnRule,
  type Reference,
  type RowRule,
  type RuleResult,
  type RuleSeverity,
  type TableSchema,
  type ValidationReport,
} from './data/validation.ts'
export { getRuleSubject, type RuleSubject } from './data/rule-subject.ts'
export { renderValidationReport, type ReportHtmlOptions } from './data/validation-report-html.ts'
export { reportLabels, type ReportLabels } from './data/report-words.ts'
export { profileRuleSchema, validatorSchema, type Validator } from './data/validator.ts'
export { canConnectPorts, valueSchema, type PortType, type Value, type Values } from './wire/value.ts'
export { changeFrequency, formatCron, parseCron, type SimpleSchedule } from './run/simple-schedule.ts'
export { waitConditionSchema, type ApprovalDefault, type WaitCondition } from './run/wait-for.ts'
export {
  configSchema,
  edgeSchema,
  createEmptyWorkflow,
  groupSchema,
  idSchema,
  joinSchema,
  jsonSchema,
  nameSchema,
  nodeAppearanceSchema,
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
  type NodeAppearance,
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
} from './document/workflow.ts'
export {
  descriptionPlanRequestSchema,
  descriptionPlanSchema,
  type DescriptionPlan,
  type DescriptionPlanRequest,
} from './document/description-plan.ts'
export {
  workflowProposalRequestSchema,
  workflowProposalSchema,
  type WorkflowProposal,
  type WorkflowProposalRequest,
} from './document/workflow-proposal.ts'
export {
  explanationRequestSchema,
  workflowExplanationSchema,
  type ExplanationRequest,
  type WorkflowExplanation,
} from './document/workflow-explanation.ts'
export { columnRuleSchema } from './data/validation.ts'
export { writeRequestSchema, generatedTextSchema, type WriteRequest, type WrittenText } from './data/written-text.ts'
export { type ModelNotes } from './data/model-notes.ts'
export { dataAnswerSchema, dataQuestionSchema, type DataAnswer, type DataQuestion } from './data/data-question.ts'
export { tableFormats, type TableFormat } from './data/table-format.ts'
export { messageParamsSchema, messageSchema, textSchema } from './wire/text.ts'
export type { Message, MessageParam, MessageParams, Text } from '@aw-flow/messages'
export { toIssueMessage } from './wire/issue-message.ts'
