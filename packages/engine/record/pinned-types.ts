import { error, foldRun, type NodeRun, type Problem, type RunEvent, type RunEventBody } from '@aw-flow/schema'
import type { Catalogue } from '../catalogue.ts'

/** The versions of node types that a run uses according to its record, and the versions of its settings. */
export interface PinnedTypes {
  versions: Readonly<Record<string, number>> | undefined
  /** The versions at the start of the run, if it was migrated since. */
  writtenFor: Readonly<Record<string, number>> | undefined
}

/** Reads the versions from a record. `migrated`: versions of a migration that is about to be recorded. */
export function pinnedTypes(
  record: readonly RunEvent[] = [],
  migrated?: Readonly<Record<string, number>>,
): PinnedTypes {
  const [first] = record
  if (first?.type !== 'run-started') return { versions: undefined, writtenFor: undefined }
  let versions = first.types
  for (const event of record) if (event.type === 'run-migrated') versions = { ...versions, ...event.types }
  if (migrated) versions = { ...versions, ...migrated }
  return { versions, writtenFor: versions === first.types ? undefined : first.types }
}

/** Types whose required version is not installed, with that version. */
export const goneTypes = (
  versions: Readonly<Record<string, number>> | undefined,
  catalogue: Catalogue,
): [string, number][] =>
  Object.entries(versions ?? {}).filter(([type, version]) => catalogue.get(type, version)?.version !== version)

export const typeGone = (type: string, version: number, here: number | undefined): Problem =>
  error('run.type-version-gone', { type, version, installed: here ?? 0 })

/** The events that cancel a run, with all of its open nodes, when it cannot continue because a node type is missing. */
export function endOfStuckRun(record: readonly RunEvent[]): RunEventBody[] {
  const view = foldRun(record)
  const open = (run: NodeRun): RunEventBody[] =>
    Object.keys(run.active ?? {}).map((scope) => ({
      type: 'node-cancelled' as const,
      node: run.node,
      scope: scope.split('/'),
    }))
  const own = Object.values(view.nodes).flatMap((run): RunEventBody[] => {
    const isOpen = run.state === 'running' || run.state === 'waiting' || run.state === 'retrying'
    return isOpen && !run.instances ? [{ type: 'node-cancelled', node: run.node }] : open(run)
  })
  const inner = Object.values(view.inner ?? {}).flatMap(open)
  return [{ type: 'cancel-requested' }, ...inner, ...own, { type: 'run-cancelled' }]
}
