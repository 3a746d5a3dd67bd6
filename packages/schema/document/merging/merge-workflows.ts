import { defined } from '../../wire/defined.ts'
import type { Conflict, ConflictSink } from './conflict.ts'
import { mergeConfig } from './merge-config.ts'
import { mergeGraph } from './merge-graph.ts'
import { mergeItems } from './merge-items.ts'
import { mergeStrings } from './merge-lists.ts'
import { mergeTrivially, mergeRecord, mergeValue, mergeAtomic, type ThreeWay } from './merge-values.ts'
import type { Problem } from '../../wire/problem.ts'
import { findUnsoundEdges } from '../../sync/find-unsound-edges.ts'
import { repair } from '../repair.ts'
import type { Workflow, WorkflowEdge, WorkflowPorts } from '../workflow.ts'

/** @internal */
export interface MergedWorkflow {
  document: Workflow
  /** Items that both sides changed differently. The document contains the values of ours. */
  conflicts: Conflict[]
  /** Problems that were repaired before or after the merge. */
  problems: Problem[]
}

/**
 * Merges two changes to a document (three-way merge). If both sides changed the same item differently, the result
 * contains the value of ours, and a conflict contains both values. Items are identified by stable ids and paths.
 * Settings are merged recursively, key by key; group members and tags are merged one by one; sub-workflows are merged
 * like documents; positions, labels and lists are atomic. If one side removes a node and the other changes it or
 * connects an edge to it, the conflict contains the node and its edges.
 *
 * `merge(base, x, base)`, `merge(base, base, x)` and `merge(base, x, x)` result in `x`; swapping the sides changes only
 * the values in conflict. Pure. Invalid documents are repaired first.
 *
 * @internal
 */
export function mergeWorkflows(base: Workflow, ours: Workflow, theirs: Workflow): MergedWorkflow {
  const conflicts: Conflict[] = []
  const trivialMerge = mergeTrivially({ base, ours, theirs })
  if (trivialMerge) return { document: trivialMerge.value, conflicts, problems: [] }
  const repairResults = { base: repair(base), ours: repair(ours), theirs: repair(theirs) }
  const sides = {
    base: repairResults.base.document,
    ours: repairResults.ours.document,
    theirs: repairResults.theirs.document,
  }
  const edgeProblems: Problem[] = []
  const mergeResult = repair(mergeWorkflow(sides, { workflowPath: [], conflicts, problems: edgeProblems }))
  return {
    document: mergeResult.document,
    conflicts,
    problems: [
      ...repairResults.ours.problems,
      ...repairResults.theirs.problems,
      ...edgeProblems,
      ...mergeResult.problems,
    ],
  }
}

/** Merges one nesting level of workflows. Sub-workflows are merged through the settings that contain them. */
function mergeWorkflow(sides: ThreeWay<Workflow>, sink: ConflictSink): Workflow {
  const { base, ours, theirs } = sides
  const pick = <T>(select: (workflow: Workflow) => T): ThreeWay<T> => ({
    base: select(base),
    ours: select(ours),
    theirs: select(theirs),
  })
  const description = mergeAtomic(
    pick((workflow) => workflow.description),
    ['description'],
    sink,
  )
  const retry = mergeValue(
    pick(({ settings }) => settings.retry),
    ['settings', 'retry'],
    sink,
  ) as Workflow['settings']['retry']
  const variables = mergeRecord(
    pick(({ settings }) => settings.variables ?? {}),
    ['settings', 'variables'],
    sink,
  ) as NonNullable<Workflow['settings']['variables']>
  const { nodes, edges: mergedEdges } = mergeGraph(sides, sink, (configs, node) =>
    mergeConfig(configs, node, sink, mergeWorkflow),
  )
  const edges = omitUnsoundEdges(mergedEdges, [ours, theirs], sink)
  const groups = mergeItems(
    'groups',
    pick((workflow) => workflow.groups ?? []),
    sink,
    (group, path) => {
      const { nodes: members, ...rest } = group.ours
      return {
        ...rest,
        ...(mergeRecord(
          { base: omitNodes(group.base), ours: omitNodes(group.ours), theirs: omitNodes(group.theirs) },
          path,
          sink,
          mergeAtomic,
        ) as typeof rest),
        nodes: mergeStrings({ base: group.base.nodes, ours: members, theirs: group.theirs.nodes }),
      }
    },
  )
  const notes = mergeItems(
    'notes',
    pick((workflow) => workflow.notes ?? []),
    sink,
    (note, path) => mergeRecord(note, path, sink, mergeAtomic) as (typeof note)['ours'],
  )
  const ports = mergePorts(
    pick((workflow) => workflow.ports),
    sink,
  )
  return {
    version: ours.version,
    name: mergeAtomic(
      pick(({ name }) => name),
      ['name'],
      sink,
    ),
    ...defined({ description }),
    status: mergeAtomic(
      pick(({ status }) => status),
      ['status'],
      sink,
    ),
    tags: mergeStrings(pick(({ tags }) => tags)),
    settings: { ...defined({ retry }), ...(Object.keys(variables).length > 0 ? { variables } : {}) },
    nodes,
    edges,
    ...(groups.length > 0 ? { groups } : {}),
    ...defined({ ports }),
    ...(notes.length > 0 ? { notes } : {}),
  }
}

/** Omits edges that are unsound only because of edges of the other side. */
function omitUnsoundEdges(
  edges: WorkflowEdge[],
  sides: readonly Workflow[],
  { workflowPath, problems }: ConflictSink,
): WorkflowEdge[] {
  const unsoundEdges = findUnsoundEdges({ edges }, sides)
  if (unsoundEdges.length === 0) return edges
  const [outermost] = workflowPath
  // In a sub-workflow, the place is the node of the document that contains it.
  for (const { problem } of unsoundEdges)
    problems?.push(outermost ? { ...problem, where: { node: outermost.node, setting: outermost.setting } } : problem)
  return edges.filter((edge) => !unsoundEdges.some((other) => other.edge === edge))
}

const omitNodes = <T extends { nodes: unknown }>({ nodes: _nodes, ...rest }: T): Omit<T, 'nodes'> => rest

/**
 * Merges ports one by one, identified by name, if that does not cause conflicts. Otherwise, all ports are one atomic
 * value.
 */
function mergePorts(sides: ThreeWay<WorkflowPorts | undefined>, sink: ConflictSink): WorkflowPorts | undefined {
  const { base, ours, theirs } = sides
  const trivialMerge = mergeTrivially(sides)
  if (trivialMerge) return trivialMerge.value
  if (base && ours && theirs) {
    const trialSink: ConflictSink = { workflowPath: [], conflicts: [] }
    const mergeList = <T extends { name: string }>(select: (ports: WorkflowPorts) => T[]): T[] =>
      mergeItems(
        'ports',
        {
          base: select(base).map(toItem),
          ours: select(ours).map(toItem),
          theirs: select(theirs).map(toItem),
        },
        trialSink,
        (port, path) => mergeAtomic(port, path, trialSink),
      ).map(({ port }) => port)
    const mergedPorts = { inputs: mergeList((ports) => ports.inputs), outputs: mergeList((ports) => ports.outputs) }
    if (trialSink.conflicts.length === 0 && [base, ours, theirs].every(hasUniqueNames)) return mergedPorts
  }
  return mergeAtomic(sides, ['ports'], sink)
}

const toItem = <T extends { name: string }>(port: T): { id: string; port: T } => ({ id: port.name, port })

const hasUniqueNames = ({ inputs, outputs }: WorkflowPorts): boolean =>
  [inputs, outputs].every((list) => new Set(list.map(({ name }) => name)).size === list.length)
