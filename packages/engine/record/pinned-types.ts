import { error, foldRun, type NodeRun, type Problem, type RunEvent, type RunEventBody } from '@aw-flow/schema'
import type { Catalogue } from '../catalogue.ts'

/** The versions of node types that a run keeps to, as its record says; and those that its settings were written for. */
export interface PinnedTypes {
  versions: Readonly<Record<string, number>> | undefined
  /** Where they are older than `versions`: those that the run began with. */
  writtenFor: Readonly<Record<string, number>> | undefined
}

/** `migrated`: those that it is about to go on with. */
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

/** The types of which the version that a run keeps to is not here, with that version. */
export const goneTypes = (
  versions: Readonly<Record<string, number>> | undefined,
  catalogue: Catalogue,
): [string, number][] =>
  Object.entries(versions ?? {}).filter(([type, version]) => catalogue.get(type, version)?.version !== version)

export const typeGone = (type: string, version: number, here: number | undefined): Problem =>
  error('run.type-version-gone', { type, version, installed: here ?? 0 })

/** What ends a run of which nothing can go on, since a node type is gone: it is cancelled, with all that was under way. */
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
