import { error, foldRun, type NodeRun, type Problem, type RunEvent, type RunEventBody } from '@aw-flow/schema'
import type { Catalog } from '../node/catalog.ts'

/** The versions of the node types that a run uses, and the versions that its settings were written for. */
export interface PinnedTypes {
  versions: Readonly<Record<string, number>> | undefined
  /** If the run has been migrated: the versions of the node types at its start. */
  settingsVersions: Readonly<Record<string, number>> | undefined
}

/**
 * Reads the versions from a record.
 *
 * @param migratedVersions The versions of a migration that is about to be recorded.
 */
export function readPinnedTypes(
  record: readonly RunEvent[] = [],
  migratedVersions?: Readonly<Record<string, number>>,
): PinnedTypes {
  const [startEvent] = record
  if (startEvent?.type !== 'run-started') return { versions: undefined, settingsVersions: undefined }
  let versions = startEvent.types
  for (const event of record) if (event.type === 'run-migrated') versions = { ...versions, ...event.types }
  if (migratedVersions) versions = { ...versions, ...migratedVersions }
  return { versions, settingsVersions: versions === startEvent.types ? undefined : startEvent.types }
}

/** Returns the node types that are not installed in the required version, along with that version. */
export const findMissingTypes = (
  versions: Readonly<Record<string, number>> | undefined,
  catalog: Catalog,
): [string, number][] =>
  Object.entries(versions ?? {}).filter(([type, version]) => catalog.get(type, version)?.version !== version)

export const createMissingTypeProblem = (
  type: string,
  version: number,
  installedVersion: number | undefined,
): Problem => error('run.type-version-not-installed', { type, version, installed: installedVersion ?? 0 })

/**
 * Creates the events that cancel a run and its open nodes if the run cannot continue because a node type is missing.
 */
export function createCancellationEvents(record: readonly RunEvent[]): RunEventBody[] {
  const view = foldRun(record)
  const createScopeCancellations = (run: NodeRun): RunEventBody[] =>
    Object.keys(run.active ?? {}).map((scope) => ({
      type: 'node-cancelled' as const,
      node: run.node,
      scope: scope.split('/'),
    }))
  const topLevelEvents = Object.values(view.nodes).flatMap((run): RunEventBody[] => {
    const isOpen = run.state === 'running' || run.state === 'waiting' || run.state === 'retrying'
    return isOpen && !run.instances ? [{ type: 'node-cancelled', node: run.node }] : createScopeCancellations(run)
  })
  const innerEvents = Object.values(view.inner ?? {}).flatMap(createScopeCancellations)
  return [{ type: 'cancel-requested' }, ...innerEvents, ...topLevelEvents, { type: 'run-cancelled' }]
}
