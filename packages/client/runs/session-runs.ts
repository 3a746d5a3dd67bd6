import { isFinalRunState, type RunView, type Workflow } from '@aw-flow/schema'
import type { NetworkAccess } from '../engine/network-access.ts'
import type { SessionRequest, SessionRuns } from '../session.ts'
import type { SessionRunner } from './session-runner.ts'

interface Options {
  runner: SessionRunner
  networkAccess: NetworkAccess
  /** Returns the ids of nodes with outdated results. */
  getStaleIds: () => ReadonlySet<string>
  isClosed: () => boolean
  /** Dispatches a request event to the session's listeners. Returns false if a listener cancels the action. */
  isAllowed: (request: SessionRequest) => boolean
  /** Asks the user to grant the access that a workflow requests. Returns false if the run should be canceled. */
  confirmAccess: (workflow?: Workflow) => Promise<boolean>
  /** Called before a run starts, to store the document. */
  beforeStart: () => void
}

export function createSessionRuns({
  runner,
  networkAccess,
  getStaleIds,
  isClosed,
  isAllowed,
  confirmAccess,
  beforeStart,
}: Options): SessionRuns {
  const canStart = (): boolean => !runner.isBusy && !isClosed()
  return {
    get current(): RunView | undefined {
      return runner.view
    },
    get record() {
      return runner.record
    },
    get interrupted(): RunView | undefined {
      return runner.interrupted
    },
    get previous(): RunView | undefined {
      return runner.previous
    },
    get stale() {
      return getStaleIds()
    },
    get progress() {
      return runner.progress
    },
    networkAccess,
    async start(options = {}) {
      if (!canStart() || !isAllowed({ type: 'run', options }) || !(await confirmAccess())) return
      beforeStart()
      await runner.start(options)
    },
    async resume({ migrate = false } = {}) {
      const run = runner.interrupted
      if (!run || !canStart() || !isAllowed({ type: 'resume', run }) || !(await confirmAccess(run.workflow))) return
      await runner.resume(migrate ? { migrate } : {})
    },
    async fork(record, settings) {
      const workflow = record[0]?.type === 'run-started' ? record[0].workflow : undefined
      if (!canStart() || !isAllowed({ type: 'run', options: {} }) || !(await confirmAccess(workflow))) return
      await runner.fork(record, settings)
    },
    async decide(decision) {
      if (isAllowed({ type: 'decide', decision }) && (await confirmAccess(runner.view?.workflow)))
        await runner.decide(decision)
    },
    cancel() {
      const run = runner.view
      if (run && !isFinalRunState(run.state) && isAllowed({ type: 'cancel', run })) runner.cancel()
    },
  }
}
