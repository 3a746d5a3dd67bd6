export { check, load, loadForCosmo, prepare, profile, validate, type AgentOptions } from './agents.ts'
export { checkTable, proposeTableRows, type CheckCache, type CheckTableOptions } from './checking/check-table.ts'
export { locateAnswers, type AnsweredTable } from './checking/answers/answered-table.ts'
export { checkWithAnswers } from './checking/answers/check-with-answers.ts'
export { createAnswer, readRowsAsStrings } from './checking/answers/read-rows.ts'
export { proposeRows } from './checking/answers/propose-rows.ts'
export {
  checkCells,
  collectCellEvidence,
  describeEvidence,
  selectFindings,
  type CellEvidence,
} from './checking/check-texts.ts'
export { getFindingClass, toModelTerms, type FindingEvidence } from './checking/calibration.ts'
export { encodeTable, type EncodedTable } from './checking/encoded-table.ts'
export { isCalendarName, isCodeName, isIdName } from './column-meaning.ts'
export type { Program } from './examples/combine-candidates.ts'
export { compileExpression } from './examples/compile-expression.ts'
export { evaluateExpression } from './examples/evaluate-expression.ts'
export type { Example } from './examples/example.ts'
export type { TextExpression, TextRow } from './examples/text-expression.ts'
export { findQuestions, type Question } from './examples/find-questions.ts'
export { learnPrograms, type LearnOptions } from './examples/learn-programs.ts'
export { previewExamples, type PreviewExamplesOptions } from './examples/preview-examples.ts'
export { detectEncoding } from './loading/encoding/detect-encoding.ts'
export type { FilePlan, LoadOverrides } from './loading/plan/file-plan.ts'
export { loadLinks } from './loading/run/load-links.ts'
export { loadFile, type LoadFileOptions } from './loading/run/load-file.ts'
export { planLoad } from './loading/plan/plan-load.ts'
export type { PlannedFile, PlanOptions, UnreadableFile } from './loading/plan/planned-file.ts'
export { previewFile } from './loading/run/preview-file.ts'
export { previewPlan, type PreviewPlanOptions } from './loading/run/preview-plan.ts'
export { findRemainingChanges } from './preparing/clean-table/find-remaining-changes.ts'
export { compileForTable, type NamedTables } from './preparing/plans/compile-for-table.ts'
export { compilePlan, type CompiledPlan, type PlanInput, type PlanStep } from './preparing/plans/compile-plan.ts'
export { countPlanEffects } from './preparing/plans/count-plan-effects.ts'
export { createCosmoReadySchema, findRolesByName } from './preparing/cosmo-ready/cosmo-ready-schema.ts'
export { findDrift, isForDifferentTable } from './preparing/saved-plan/find-drift.ts'
export { OperationError } from './preparing/operations/operation-error.ts'
export { findReadColumns } from './preparing/operations/operations.ts'
export { invertPlan } from './preparing/plans/invert-plan.ts'
export { planCosmoReady, type CosmoPlanOptions } from './preparing/cosmo-ready/plan-cosmo-ready.ts'
export { previewPreparation } from './preparing/preview-preparation.ts'
export { prepareTable, type PreparedTable, type PrepareTableOptions } from './preparing/prepare-table.ts'
export {
  createRuleBasedProposer,
  type FailedRules,
  type Goal,
  type ProposalFailure,
  type ProposePlan,
} from './preparing/propose-plan.ts'
export { createTurn, getTurnText, parseTurns, type ConversationTurn } from './memory/conversation-turn.ts'
export {
  requestCheckedAnswer,
  type AnswerCheck,
  type CheckedAnswerOptions,
} from './language-model/reviews/request-checked-answer.ts'
export { findJson, parseJsonReply, type ParsedReply } from './language-model/reviews/read-proposal.ts'
export { createAskModel, type AskModel, type ModelAnswer } from './language-model/model-answer.ts'
export { reviewFindings, type ReviewFindingsOptions } from './language-model/reviews/review-findings.ts'
export { reviewLoad, type ReviewLoadOptions } from './language-model/reviews/review-load.ts'
export { createRulesRequest, parseProposedRules } from './language-model/reviews/propose-rules.ts'
export { rankTurns } from './memory/rank-turns.ts'
export { selectNewestTurns, selectTurns } from './memory/select-turns.ts'
export { runAgent, type RunAgentOptions, type AgentDependencies, type AgentResult } from './agent-loop/run-agent.ts'
export {
  createAgentState,
  step,
  type AgentEffect,
  type AgentEvent,
  type AgentLimits,
  type AgentState,
} from './agent-loop/step.ts'
export type {
  LanguageModel,
  ModelMessage,
  ModelReply,
  ModelRequest,
  TokenCounts,
  ToolCall,
  ToolDeclaration,
} from './language-model/language-model.ts'
export {
  performModelRequest,
  type ModelRequestOutcome,
  type ModelPriceList,
} from './language-model/perform-model-request.ts'
export { createAnthropicModel } from './language-model/anthropic-model.ts'
export { createFallbackModel } from './language-model/fallback-model.ts'
export {
  addUsage,
  computeCost,
  estimateLostUsage,
  estimateTextTokens,
  estimateTokens,
  estimateUsage,
  findPrices,
  findPricesDate,
  measureUsage,
  zeroUsage,
  toKnownCost,
  type ModelUsage,
} from './language-model/model-usage.ts'
export {
  findSelectedModel,
  findGrantedModel,
  openGrantedModels,
  type OpenedModels,
} from './language-model/open-model.ts'
export type { Tool, ToolResult } from './tool/tool.ts'
export { createOpenAiModel, type ModelSettings } from './language-model/openai-model.ts'
export {
  createModelBasedProposer,
  type ModelProposer,
  type ModelProposerOptions,
} from './language-model/reviews/propose-by-model.ts'
export { createTargetSchema, createTargetValidator } from './preparing/targets/target-schema.ts'
export { listChangedCells } from './preparing/plans/list-changed-cells.ts'
export { traceCell, type TraceCellOptions } from './preparing/plans/trace-cell.ts'
export { findDeclaredColumns } from './validating/declared-columns.ts'
export { parseValidator } from './validating/parse-validator.ts'
export { proposeSchema } from './validating/propose-schema.ts'
export { runValidator, type RunValidatorOptions } from './validating/run-validator.ts'
export { parseTableSchema, type ParsedTableSchema } from './validating/parse-table-schema.ts'
export { validateTable, type ValidateTableOptions } from './validating/validate-table.ts'
export {
  clusterSpellings,
  type ClusterOptions,
  type SpellingCluster,
  type SpellingMethod,
} from './profiling/cluster-spellings.ts'
export { listColumnValues } from './profiling/list-column-values.ts'
export { compareProfiles } from './profiling/compare-profiles.ts'
export { deepProfile, type DeepEvent, type DeepProfileOptions } from './profiling/deep/deep-profile.ts'
export {
  findNearDuplicateRows,
  type NearDuplicate,
  type NearDuplicateOptions,
} from './profiling/find-near-duplicate-rows.ts'
export { profileTable, type ProfileOptions } from './profiling/profile-table.ts'
