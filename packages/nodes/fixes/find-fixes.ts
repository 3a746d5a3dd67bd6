import { applyEdit, defined, type SuggestedFix, type Problem, type Workflow } from '@aw-flow/schema'
import { findUpstreamNodes } from './graph-edits.ts'
import { probeNode, type Probe, type ProbeDependencies } from './probe-node.ts'
import { proposeFixes } from './propose-fixes.ts'
import type { ProposedFix } from './proposed-fix.ts'

/** A problem to fix, its workflow, and the names of the other workflows. @internal */
export interface FindFixesRequest {
  readonly workflow: Workflow
  readonly problem: Problem
  readonly workflowNames?: readonly string[] | undefined
}

/** Maximum number of proposals to check. */
const maxCheckedProposals = 6
/** Maximum number of fixes to offer. */
const maxOfferedFixes = 3

/**
 * Finds edits that remove a problem. Each proposal is applied to a copy of the workflow, and the copy is run up to the
 * node with the problem, on the first rows of its files and without requests to other systems. A proposal is dropped if
 * the problem remains or a new one appears. If the copy cannot be run, for example because it depends on an HTTP
 * request, the proposal is offered as unverified.
 */
export async function findFixes(
  { workflow, problem, workflowNames }: FindFixesRequest,
  dependencies: ProbeDependencies,
): Promise<SuggestedFix[]> {
  const description = await dependencies.describe(workflow)
  const request = defined({
    workflow,
    problem,
    description,
    catalog: dependencies.catalog,
    workflowNames,
    workflows: (await dependencies.findWorkflows?.(workflow)) ?? {},
    functions: dependencies.functions ?? [],
  })
  const proposals = proposeFixes(request).slice(0, maxCheckedProposals)
  if (proposals.length === 0) return []
  const node = problem.where?.node ?? workflow.edges.find(({ id }) => id === problem.where?.edge)?.target ?? ''
  const originalProbe = await probeNode(workflow, node, withRunNumber(dependencies, 0))
  const offeredFixes: SuggestedFix[] = []
  for (const [index, proposal] of proposals.entries()) {
    if (offeredFixes.length >= maxOfferedFixes || dependencies.signal.aborted) break
    const { change, edit, fields } = proposal
    if (fields) {
      offeredFixes.push({ change, edit, fields: [...fields], verified: false })
      continue
    }
    const editResult = applyEdit(workflow, edit)
    if (editResult.problems.length > 0 || editResult.workflow === workflow) continue
    const fixedProbe = await probeNode(editResult.workflow, node, withRunNumber(dependencies, index + 1))
    const editedIds = new Set(
      editResult.workflow.nodes.filter((item) => !workflow.nodes.includes(item)).map(({ id }) => id),
    )
    const verified = verifyFix({
      fixedWorkflow: editResult.workflow,
      node,
      problem,
      fix: proposal,
      originalProbe,
      fixedProbe,
      editedIds,
    })
    if (verified !== undefined) offeredFixes.push({ change, edit, verified })
  }
  return offeredFixes
}

const withRunNumber = (dependencies: ProbeDependencies, number: number): ProbeDependencies =>
  dependencies.run
    ? { ...dependencies, run: { ...dependencies.run, id: `${dependencies.run.id}-${number}` } }
    : dependencies

interface FixVerification {
  /** The workflow after the fix is applied. */
  readonly fixedWorkflow: Workflow
  readonly node: string
  readonly problem: Problem
  readonly fix: ProposedFix
  readonly originalProbe: Probe
  readonly fixedProbe: Probe
  /** IDs of the nodes that the fix adds or changes. */
  readonly editedIds: ReadonlySet<string>
}

/**
 * Returns true if a run showed that a fix works, false if the fix could not be verified, or `undefined` if it must not
 * be offered.
 */
function verifyFix({
  fixedWorkflow,
  node,
  problem,
  fix,
  originalProbe,
  fixedProbe,
  editedIds,
}: FixVerification): boolean | undefined {
  const knownKeys = new Set([...originalProbe.staticProblems, ...originalProbe.runProblems].map(createProblemKey))
  // An error that becomes a warning, for example about cells that become null, counts as fixed.
  const isSameProblem = (candidate: Problem): boolean =>
    createProblemKey(candidate) === createProblemKey(problem) &&
    (candidate.severity === 'error' || problem.severity !== 'error')
  const isNewProblem = (candidate: Problem): boolean => {
    if (knownKeys.has(createProblemKey(candidate)) || candidate.severity === 'info') return false
    return !(fix.allowedWarnings ?? []).includes(candidate.code) || affectsMostRows(candidate, fixedProbe)
  }
  // If the original workflow could not be run, problems upstream of the edited nodes may have existed before.
  const isFromEdit = ({ severity, where = {} }: Problem): boolean =>
    where.node === undefined || editedIds.has(where.node) || (severity === 'error' && isDownstreamOfEdit(where.node))
  const isDownstreamOfEdit = (id: string): boolean =>
    id === node || findUpstreamNodes(fixedWorkflow, id).some((source) => editedIds.has(source.id))
  if ([...fixedProbe.staticProblems, ...fixedProbe.runProblems].some(isSameProblem)) return undefined
  if (fixedProbe.staticProblems.some(isNewProblem) || fixedProbe.runProblems.filter(isFromEdit).some(isNewProblem))
    return undefined
  if (fix.needsRows && fixedProbe.rowCounts[node] === 0) return undefined
  return (
    fixedProbe.outcome === 'completed' &&
    [...originalProbe.staticProblems, ...originalProbe.runProblems].some(isSameProblem)
  )
}

/** Returns whether the number of cells in a problem is more than half of the number of rows. */
function affectsMostRows({ params, where }: Problem, { rowCounts }: Probe): boolean {
  const count = Number(params?.count ?? 0)
  return count * 2 > (rowCounts[where?.node ?? ''] ?? 0)
}

/** Identifies a problem by its code and location. Parameters are ignored, because they may be in another language. */
const createProblemKey = ({ code, where = {} }: Problem): string =>
  JSON.stringify([code, where.node ?? where.edge, where.port, where.setting, where.column])
