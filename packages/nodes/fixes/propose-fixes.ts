import {
  fixMissingColumn,
  fixUnsetColumn,
  fixMissingKeys,
  fixNonNumericColumn,
  fixDuplicateName,
} from './column-fixes.ts'
import { fixCycle, fixEdge, fixMissingInput } from './connection-fixes.ts'
import { fixExpression, fixRowCheck, fixUnknownName } from './expression-fixes.ts'
import type { FixRequest, NodeProblem, ProposedFix } from './proposed-fix.ts'
import {
  resetToAutomaticDetection,
  fixInvalidSetting,
  fixUnknownType,
  fixUnknownWorkflow,
  replaceInvalidCellsWithNull,
  raiseTimeLimit,
  createReplacementRule,
  requireApproval,
  escapeInsertions,
  updateNode,
} from './setting-fixes.ts'
import { fixTarget } from './target-fixes.ts'
import { fixConversion, fixEmptyStatement, fixNames, fixUnknownTable, fixSyntax } from './statement-fixes.ts'
import { fixWrongValue } from './value-fixes.ts'

/**
 * Rules for problems with nodes, keyed by problem code, most likely fix first. Each proposal is checked before it is
 * offered.
 */
const nodeRules: Readonly<Record<string, readonly ((request: NodeProblem) => ProposedFix[])[]>> = {
  'table.missing-column': [fixMissingColumn, resetToAutomaticDetection],
  'validate.missing-column': [fixMissingColumn, resetToAutomaticDetection],
  'validate.not-valid': [fixMissingColumn, fixRowCheck],
  'table.no-column-selected': [fixUnsetColumn],
  'table.not-a-number': [resetToAutomaticDetection, fixNonNumericColumn],
  'table.wrong-value': [fixWrongValue],
  'table.duplicate-name': [fixDuplicateName],
  'table.unnamed-column': [createReplacementRule('column', 'computed', '')],
  'join.no-keys': [fixMissingKeys],
  'union.no-common-columns': [createReplacementRule('columns', 'all', 'all')],
  'cast.failed': [replaceInvalidCellsWithNull],
  'sql.empty': [fixEmptyStatement],
  'sql.syntax': [fixSyntax],
  'sql.other-table': [fixUnknownTable],
  'sql.names': [fixNames],
  'sql.conversion': [fixConversion],
  'sql.out-of-time': [raiseTimeLimit],
  'code.out-of-time': [raiseTimeLimit],
  'expression.invalid': [fixExpression],
  'expression.failed': [fixExpression],
  'expression.unknown-name': [fixUnknownName],
  'node.missing-input': [fixMissingInput],
  'node.invalid-setting': [fixInvalidSetting],
  'node.migrated': [updateNode],
  'node.unescaped': [escapeInsertions],
  'node.unknown-type': [fixUnknownType],
  'sub-workflow.missing': [fixUnknownWorkflow],
  'load.no-such-table': [resetToAutomaticDetection],
  'load.no-entry': [resetToAutomaticDetection],
  'load.unknown-encoding': [resetToAutomaticDetection],
  'load.unreadable': [resetToAutomaticDetection],
  'agent.unapproved-effect': [requireApproval, fixTarget],
}

/** Rules for problems with edges. Such problems may not refer to a node. */
const workflowRules: Readonly<Record<string, (request: FixRequest) => ProposedFix[]>> = {
  'edge.invalid': fixEdge,
  'workflow.cycle': fixCycle,
}

/**
 * Proposes edits that may remove a problem, most likely first. The proposals are guesses based on the workflow, the
 * problem, and the known columns. `findFixes` runs them before it offers them.
 */
export function proposeFixes(request: FixRequest): ProposedFix[] {
  const { workflow, problem } = request
  if (Object.hasOwn(workflowRules, problem.code)) return workflowRules[problem.code]!(request)
  const node = workflow.nodes.find(({ id }) => id === problem.where?.node)
  if (!node || !Object.hasOwn(nodeRules, problem.code)) return []
  const setting = problem.where?.setting?.split('.')[0] ?? getDefaultSetting(problem.code)
  const value = node.data.config[setting]
  const nodeProblem = { ...request, node, setting, text: typeof value === 'string' ? value : '' }
  return nodeRules[problem.code]!.flatMap((rule) => rule(nodeProblem))
}

/** Returns the setting to fix if a problem does not name one. */
const getDefaultSetting = (code: string): string => (code.startsWith('validate.') ? 'schema' : '')
