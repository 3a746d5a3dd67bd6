import { canShareProcess } from '@aw-flow/engine'
import { createBuiltInCatalog } from '@aw-flow/nodes'
import type { Workflow } from '@aw-flow/schema'
import { hash } from 'node:crypto'
import type { RunTask } from '../runs/perform-run.ts'
import { createRequestReader } from '../runs/request-reader.ts'
import type { RunSettings } from '../runs/run-settings.ts'
import type { ParentCapabilities } from './parent-contract.ts'

/** Requests with more characters are parsed only by the process of their workspace. */
const maxCharacters = 100_000

/** Capabilities of a run in a shared process. */
const sharedCapabilityNames: ReadonlySet<string> = new Set<keyof ParentCapabilities>([
  'access',
  'hosts',
  'events',
  'journal',
])

/** Returns whether a run may call a function, such as `events.publish`, from a shared process. */
export const isSharedFunction = (name: string): boolean => sharedCapabilityNames.has(name.split('.', 1)[0]!)

/** Decides which runs share processes with runs of other workspaces. */
export function createProcessSharing(settings: Pick<RunSettings, 'sharedProcesses'>) {
  const canShareRun = createShareCheck()
  const excludedWorkspaces = new Set<string>()
  return {
    /** Returns the name of the shared process for a run, which is not a valid name of a workspace. */
    findProcess(task: RunTask): string | undefined {
      const { sharedProcesses: count } = settings
      if (count === 0 || excludedWorkspaces.has(task.workspace) || !canShareRun(task)) return undefined
      return `shared ${Number.parseInt(hash('sha256', task.workspace).slice(0, 8), 16) % count}`
    },
    /** Excludes a workspace, because one of its runs crashed a process of its own. */
    exclude: (workspace: string): void => void excludedWorkspaces.add(workspace),
  }
}

/** Creates a function that returns whether a run can share a process with runs of other workspaces. */
function createShareCheck(): (task: RunTask) => boolean {
  // Node types of the host are not included, so their workflows do not share processes.
  const catalog = createBuiltInCatalog()
  const readRequest = createRequestReader()
  const decisions = new WeakMap<Workflow, boolean>()
  const check = (workflow: Workflow): boolean => {
    const decision = decisions.get(workflow) ?? canShareProcess(workflow, catalog)
    decisions.set(workflow, decision)
    return decision
  }
  return ({ request: text, record: [startEvent], originalRecord, shouldMigrate }) => {
    // A fork or a migration can use results of nodes that its own request does not contain.
    if (text.length > maxCharacters || originalRecord || shouldMigrate) return false
    const { request, problem } = readRequest(text)
    if (problem !== undefined) return false
    const { workflow, workflows = {}, inputs } = request
    const values = Object.values(inputs).flatMap((ports) => Object.values(ports))
    return (
      values.every(({ kind }) => kind === 'json' || kind === 'text') &&
      [workflow, ...Object.values(workflows)].every(check) &&
      // A run continues with the workflow in its record.
      (startEvent?.type !== 'run-started' || check(startEvent.workflow))
    )
  }
}
