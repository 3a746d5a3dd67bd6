/** Schemas, operations and types that the packages of this repository share. They change without notice. @packageDocumentation */

export { suggestedFixSchema } from './document/suggested-fix.ts'
export type { AppliedEdit } from './document/applied-edit.ts'
export { mcpTemplates } from './wire/mcp-templates.ts'
export { findRepeatedName, showHiddenCharacters, toComparableName } from './wire/tool-texts.ts'
export { toCanonicalJson } from './wire/canonical-json.ts'
export { innerFormula, leadingFormula, neutralizeFormulas } from './data/neutralize-formulas.ts'
export {
  maxAnalyzedColumns,
  maxColumns,
  maxSmallFileColumns,
  createTooManyColumnsProblem,
  createTooWideFileProblem,
} from './data/column-limit.ts'
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
export { datasetPreviewSchema, datasetSchema, type DatasetPreview } from './data/dataset.ts'
export { selectChildren } from './run/select-children.ts'
export { hasSameEndpoints } from './document/merging/diff-workflows.ts'
export { findOverlongList, maxDocumentCharacters, type OverlongList } from './document/document-limits.ts'
export { nodeDescriptionSchema, portDescriptionSchema, workflowDescriptionSchema } from './run/description.ts'
export { nodeOptionsSchema } from './document/edit.ts'
export { createPlanEdge, isPlanEdge, planSchemaName } from './data/plan-edge.ts'
export { getApprovalId } from './document/shapes/steps.ts'
export { readValidationConfig } from './document/shapes/validation-config.ts'
export { readExportedVersions, withExportedVersions, type ExportedVersion } from './document/exported-versions.ts'
export { toRunNodeKey } from './run/fold-run.ts'
export { createRunLogger, createRunNarrator, type RunLogEntry, type RunNarrator } from './run/run-log.ts'
export { nodePreviewSchema, sampleNodePrefix } from './run/node-preview.ts'
export { exceedsInterruptionLimit, maxInterruptions } from './run/exceeds-interruption-limit.ts'
export {
  answerSchema,
  answersSchema,
  rowProposalSchema,
  type Answer,
  type AnswerCell,
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
export { describeGroup, groupFindings, isError, type GroupedFindings } from './data/group-findings.ts'
export type { CheckedTable, CheckVerdict } from './data/host-check.ts'
export { layoutGraphSchema, layoutSchema } from './document/layout.ts'
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
export type { MergedWorkflow } from './document/merging/merge-workflows.ts'
export {
  isValueKind,
  planGroupRepairs,
  planRepairs,
  planDeduplication,
  minRepairConfidence,
} from './data/plan-repairs.ts'
export { workflowMigrations } from './document/migrations/index.ts'
export type { Migration } from './document/migrations/migration.ts'
export { grantedModelSchema, grantedModelsSchema, modelPricesSchema, usageLimitsSchema } from './wire/granted-models.ts'
export { searchNodeTypes } from './wire/search-node-types.ts'
export { portSchema } from './wire/node-type.ts'
export { isYamlFileName, parseByFileName } from './wire/parse-by-name.ts'
export { editPlan, PlanEditError, assignOperationIds, type PlanEdit } from './data/edit-plan.ts'
export { describeOperation } from './data/operations/describe-operation.ts'
export { operationNames, listOperationSettings, type OperationSetting } from './data/operations/operation-settings.ts'
export {
  isAppliedOperation,
  operationSchema,
  type Operation,
  type OperationName,
  type OperationOf,
} from './data/operations/operation.ts'
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
  type PreparationReport,
  type PreparationTarget,
} from './data/preparation-plan.ts'
export { modelUseSchema, type ModelUse } from './run/model-use.ts'
export {
  createPreparationProposalJsonSchema,
  preparationProposalSchema,
  type PreparationProposal,
} from './data/preparation-proposal.ts'
export { hasErrors, replaceSentence } from './wire/problem.ts'
export { findSecretWarning } from './run/find-secret-warning.ts'
export type { Defined } from './wire/defined.ts'
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
} from './data/profile.ts'
export type { ReadWorkflowResult } from './document/read-workflow.ts'
export { repair, type RepairResult } from './document/repair.ts'
export { findResultTables, type ResultTable } from './run/result-tables.ts'
export { runErrorSchema } from './run/run-error.ts'
export { providedOutputsSchema, runEventBodySchema, runEventVersion, runSelectionSchema } from './run/run-event.ts'
export { getRunValidity } from './run/run-validity.ts'
export { createAttemptFold } from './run/run-attempts.ts'
export { computeRunProgress, estimateTimeLeft } from './run/run-progress.ts'
export { findMovedKeys } from './document/merging/list-keys.ts'
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
export type { ColumnFacts } from './data/suggest/column-roles.ts'
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
export { columnSchema, tableRefSchema, getTypeFamily, type TypeFamily } from './data/table.ts'
export { canKeepBoth, resolveConflict } from './document/merging/resolve-conflict.ts'
export {
  ruleSeveritySchema,
  tableSchemaSchema,
  validationReportSchema,
  type ColumnReading,
  type RuleResult,
} from './data/validation.ts'
export { getRuleSubject, type RuleSubject } from './data/rule-subject.ts'
export { renderValidationReport, type ReportHtmlOptions } from './data/validation-report-html.ts'
export { reportLabels, type ReportLabels } from './data/report-words.ts'
export { profileRuleSchema, validatorSchema, type Validator } from './data/validator.ts'
export { canConnectPorts, valueSchema } from './wire/value.ts'
export { changeFrequency, formatCron, parseCron, type SimpleSchedule } from './run/simple-schedule.ts'
export { waitConditionSchema } from './run/wait-for.ts'
export {
  configSchema,
  edgeSchema,
  groupSchema,
  idSchema,
  joinSchema,
  nameSchema,
  nodeAppearanceSchema,
  nodeModeSchema,
  nodeSchema,
  noteSchema,
  onErrorSchema,
  retryOverrideSchema,
  retryPolicySchema,
  workflowPortsSchema,
  reservedNames,
  workflowFormatVersion,
  workflowStatusSchema,
  type Join,
  type OnError,
} from './document/workflow.ts'
export { descriptionPlanRequestSchema, descriptionPlanSchema } from './document/description-plan.ts'
export { workflowProposalRequestSchema, workflowProposalSchema } from './document/workflow-proposal.ts'
export { explanationRequestSchema, workflowExplanationSchema } from './document/workflow-explanation.ts'
export { columnRuleSchema } from './data/validation.ts'
export { writeRequestSchema, generatedTextSchema, type WriteRequest, type WrittenText } from './data/written-text.ts'
export { dataAnswerSchema, dataQuestionSchema, type DataAnswer, type DataQuestion } from './data/data-question.ts'
export { tableFormats, type TableFormat } from './data/table-format.ts'
export { messageParamsSchema, messageSchema, textSchema } from './wire/text.ts'
export type { Message, MessageParam, MessageParams, Text } from '@aw-flow/messages'
export { toIssueMessage } from './wire/issue-message.ts'
