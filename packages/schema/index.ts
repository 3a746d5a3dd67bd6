/** Workflows, runs and problems: the types that documents, programs and hosts exchange. @packageDocumentation */

export { applyEdit } from './document/apply-edit.ts'
export type { SuggestedFix } from './document/suggested-fix.ts'
export type { Dataset } from './data/dataset.ts'
export type { Conflict, ConflictSide } from './document/merging/conflict.ts'
export { diffWorkflows } from './document/merging/diff-workflows.ts'
export type { NodeDescription, PortDescription, WorkflowDescription } from './run/description.ts'
export { editSchema, type Edit, type NodeOptions, type WorkflowDetails } from './document/edit.ts'
export {
  createEmptyRunView,
  foldRun,
  isFinalRunState,
  type NodeRun,
  type NodeState,
  type RunState,
  type RunView,
  type WaitingNode,
} from './run/fold-run.ts'
export type { NodePreview } from './run/node-preview.ts'
export type { Layout, LayoutGraph } from './document/layout.ts'
export type { LoadPlan, LoadReport } from './data/load-plan.ts'
export { mergeWorkflows } from './document/merging/merge-workflows.ts'
export type { GrantedModel, GrantedModels, ModelPrices } from './wire/granted-models.ts'
export { nodeTypeSchema, type NodeFamily, type NodeType, type Port } from './wire/node-type.ts'
export { isLargeInteger, parseJson, quoteLargeIntegers } from './wire/parse-json.ts'
export type { PreparationPlan } from './data/preparation-plan.ts'
export {
  error,
  getHint,
  info,
  problemSchema,
  getProblemText,
  warning,
  type Place,
  type Problem,
} from './wire/problem.ts'
export { defined } from './wire/defined.ts'
export { failed, ok, getProblem, getValue, ProblemError, settle, unwrap, type Result } from './wire/result.ts'
export type { TableProfile } from './data/profile.ts'
export { readWorkflow } from './document/read-workflow.ts'
export type { RunError } from './run/run-error.ts'
export {
  runEventSchema,
  type ProvidedOutputs,
  type NodeReport,
  type RunEvent,
  type RunEventBody,
  type RunSelection,
  type RunProgress,
} from './run/run-event.ts'
export type { AttemptEffect, AttemptFold, AttemptWait, RunAttempt } from './run/run-attempts.ts'
export { createRunHistory, type RunHistory, type RunSnapshot } from './run/run-history.ts'
export type { Column, TableRef } from './data/table.ts'
export type { ColumnRule, Reference, RowRule, RuleSeverity, TableSchema, ValidationReport } from './data/validation.ts'
export type { PortType, Value, Values } from './wire/value.ts'
export type { WaitCondition } from './run/wait-for.ts'
export {
  createEmptyWorkflow,
  jsonSchema,
  workflowSchema,
  type Config,
  type Json,
  type NodeAppearance,
  type NodeMode,
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
export type { DescriptionPlan, DescriptionPlanRequest } from './document/description-plan.ts'
export type { WorkflowProposal, WorkflowProposalRequest } from './document/workflow-proposal.ts'
export type { ExplanationRequest, WorkflowExplanation } from './document/workflow-explanation.ts'
