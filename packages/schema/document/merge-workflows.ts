import type { Conflict, Found } from './conflict.ts'
import { mergeConfig } from './merge-config.ts'
import { mergeGraph } from './merge-graph.ts'
import { mergeItems } from './merge-items.ts'
import { mergeTexts } from './merge-lists.ts'
import { agreed, mergeRecord, mergeValue, mergeWhole, type Three } from './merge-values.ts'
import type { Problem } from '../wire/problem.ts'
import { repair } from './repair.ts'
import type { Workflow, WorkflowPorts } from './workflow.ts'

/** @internal */
export interface MergedWorkflow {
  document: Workflow
  /** Items that both sides changed differently; the document has the values of ours. */
  conflicts: Conflict[]
  /** Repairs before or after the merge. */
  problems: Problem[]
}

/**
 * Merges two changes of a document (three-way merge). If both sides changed the same item, the result has the value of
 * ours and a conflict with both. Items are identified by stable id and path: settings key by key and recursively,
 * positions, labels and lists as atomic values, members and tags one by one, sub-workflows like documents. A node that
 * one side removes while the other changes it, or connects an edge to it, is a conflict of the node with its edges.
 *
 * `merge(base, x, base)`, `merge(base, base, x)` and `merge(base, x, x)` result in `x`; exchanged sides result in the same
 * document except for conflicts. Pure. Invalid documents are repaired first.
 *
 * @internal
 */
export function mergeWorkflows(base: Workflow, ours: Workflow, theirs: Workflow): MergedWorkflow {
  const conflicts: Conflict[] = []
  const simple = agreed({ base, ours, theirs })
  if (simple) return { document: simple.value, conflicts, problems: [] }
  const sound = { base: repair(base), ours: repair(ours), theirs: repair(theirs) }
  const three = { base: sound.base.document, ours: sound.ours.document, theirs: sound.theirs.document }
  const merged = repair(mergeInto(three, { inside: [], conflicts }))
  return {
    document: merged.document,
    conflicts,
    problems: [...sound.ours.problems, ...sound.theirs.problems, ...merged.problems],
  }
}

/** Merges one level of workflows, and the levels below through settings. */
function mergeInto(three: Three<Workflow>, found: Found): Workflow {
  const { base, ours, theirs } = three
  const part = <T>(of: (workflow: Workflow) => T): Three<T> => ({ base: of(base), ours: of(ours), theirs: of(theirs) })
  const description = mergeWhole(
    part((workflow) => workflow.description),
    ['description'],
    found,
  )
  const retry = mergeValue(
    part(({ settings }) => settings.retry),
    ['settings', 'retry'],
    found,
  ) as Workflow['settings']['retry']
  const variables = mergeRecord(
    part(({ settings }) => settings.variables ?? {}),
    ['settings', 'variables'],
    found,
  ) as NonNullable<Workflow['settings']['variables']>
  const { nodes, edges } = mergeGraph(three, found, (configs, node) => mergeConfig(configs, node, found, mergeInto))
  const groups = mergeItems(
    'groups',
    part((workflow) => workflow.groups ?? []),
    found,
    (group, path) => {
      const { nodes: members, ...rest } = group.ours
      return {
        ...rest,
        ...(mergeRecord(
          { base: without(group.base), ours: without(group.ours), theirs: without(group.theirs) },
          path,
          found,
          mergeWhole,
        ) as typeof rest),
        nodes: mergeTexts({ base: group.base.nodes, ours: members, theirs: group.theirs.nodes }),
      }
    },
  )
  const notes = mergeItems(
    'notes',
    part((workflow) => workflow.notes ?? []),
    found,
    (note, path) => mergeRecord(note, path, found, mergeWhole) as (typeof note)['ours'],
  )
  const ports = mergePorts(
    part((workflow) => workflow.ports),
    found,
  )
  return {
    version: ours.version,
    name: mergeWhole(
      part(({ name }) => name),
      ['name'],
      found,
    ),
    ...(description === undefined ? {} : { description }),
    status: mergeWhole(
      part(({ status }) => status),
      ['status'],
      found,
    ),
    tags: mergeTexts(part(({ tags }) => tags)),
    settings: {
      ...(retry ? { retry } : {}),
      ...(Object.keys(variables).length > 0 ? { variables } : {}),
    },
    nodes,
    edges,
    ...(groups.length > 0 ? { groups } : {}),
    ...(ports ? { ports } : {}),
    ...(notes.length > 0 ? { notes } : {}),
  }
}

const without = <T extends { nodes: unknown }>({ nodes: _nodes, ...rest }: T): Omit<T, 'nodes'> => rest

/** Merges ports one by one by name if that causes no conflict; otherwise as one atomic value. */
function mergePorts(three: Three<WorkflowPorts | undefined>, found: Found): WorkflowPorts | undefined {
  const { base, ours, theirs } = three
  const simple = agreed(three)
  if (simple) return simple.value
  if (base && ours && theirs) {
    const trial: Found = { inside: [], conflicts: [] }
    const list = <T extends { name: string }>(of: (ports: WorkflowPorts) => T[]): T[] =>
      mergeItems(
        'ports',
        {
          base: of(base).map(named),
          ours: of(ours).map(named),
          theirs: of(theirs).map(named),
        },
        trial,
        (port, path) => mergeWhole(port, path, trial),
      ).map(({ port }) => port)
    const merged = { inputs: list((ports) => ports.inputs), outputs: list((ports) => ports.outputs) }
    if (trial.conflicts.length === 0 && [base, ours, theirs].every(hasOwnNames)) return merged
  }
  return mergeWhole(three, ['ports'], found)
}

const named = <T extends { name: string }>(port: T): { id: string; port: T } => ({ id: port.name, port })

const hasOwnNames = ({ inputs, outputs }: WorkflowPorts): boolean =>
  [inputs, outputs].every((list) => new Set(list.map(({ name }) => name)).size === list.length)
