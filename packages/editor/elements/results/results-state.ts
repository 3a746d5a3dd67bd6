import type { WorkflowSession } from '@aw-flow/client'
import { isFinalRunState, type RunView } from '@aw-flow/schema'
import { findPendingApproval } from '../approval/review-event.ts'
import type { ResultsTab } from './results-strings.ts'
import { createStoredNumber } from './stored-number.ts'

/** 1 if the user has closed the drawer, so that a selected node does not open it. */
const storedClosedFlag = createStoredNumber('aw-results-closed')

/** @param getRuns - Returns the runs of the shown session. */
export function createResultsState(
  getRuns: () => Partial<Pick<WorkflowSession['runs'], 'current' | 'previous'>> | undefined,
  onChange: () => void,
) {
  const getCurrentRun = (): RunView | undefined => getRuns()?.current
  let isOpen = false
  let shownNodeId: string | undefined
  let tab: ResultsTab = 'table'
  /** True if a failure or a pending approval, and not the user, has switched to the report tab. */
  let isReportForced = false
  let failedNodeId: string | undefined
  let lastState: { run: string | undefined; state: string | undefined } = { run: undefined, state: undefined }

  const update = (apply: () => void): void => {
    apply()
    onChange()
  }

  /** Opens or closes the drawer for the user, whose choice is stored. */
  const setOpen = (shouldOpen: boolean): void => {
    storedClosedFlag.set(shouldOpen ? 0 : 1)
    update(() => (isOpen = shouldOpen))
  }

  const forceReport = (nodeId: string | undefined): void => {
    shownNodeId = nodeId
    isReportForced ||= tab !== 'report'
    tab = 'report'
    isOpen = true
  }

  const showOutcome = (run: RunView): void => {
    if (run.state === 'waiting' && findPendingApproval(run)) forceReport(undefined)
    if (!isFinalRunState(run.state)) return
    const failedNode = Object.values(run.nodes).find((candidate) => candidate.state === 'failed' && !candidate.handled)
    failedNodeId = failedNode?.node
    if (failedNode) forceReport(failedNode.node)
    else if (run.state === 'completed') {
      if (tab === 'log' || tab === 'preview' || isReportForced) tab = 'table'
      isReportForced = false
      isOpen = true
    }
  }

  return {
    get isOpen(): boolean {
      return isOpen
    },
    /** Id of the node whose results are shown; `undefined` for the results of the entire run. */
    get node(): string | undefined {
      return shownNodeId
    },
    get tab(): ResultsTab {
      return tab
    },
    /** Id of the node whose failure the results show since the last change of the run. */
    get failedNode(): string | undefined {
      return failedNodeId
    },
    open: (): void => setOpen(true),
    close: (): void => setOpen(false),
    showNode: (id: string | undefined): void => update(() => (shownNodeId = id)),
    showTab: (newTab: ResultsTab): void =>
      update(() => {
        tab = newTab
        isReportForced = false
      }),
    /** Shows the results of the selected node, or its preview, which opens the drawer if there is space. */
    onNodeSelected(id: string, fitsPreview: boolean): void {
      update(() => {
        shownNodeId = id
        isOpen ||= fitsPreview && storedClosedFlag.get() !== 1
      })
    },
    /**
     * Called when the state of the run changes. Opens the drawer for a pending approval, a failure or a result. Returns
     * whether a different run is now shown.
     */
    onRunChange(): boolean {
      const run = getCurrentRun()
      const previous = lastState
      failedNodeId = undefined
      lastState = { run: run?.run, state: run?.state }
      if (!run) return false
      const isNewRun = run.run !== previous.run
      update(() => {
        if (isNewRun) shownNodeId = undefined
        // The results of an earlier page's run are shown on request.
        if (run.state !== previous.state && run !== getRuns()?.previous) showOutcome(run)
      })
      return isNewRun
    },
    /** Opens the approval that a node is waiting for. */
    review: (id: string): void => update(() => forceReport(id)),
    /** Called when a different session is shown, such as after a page reload. A pending approval opens the drawer. */
    reset(): void {
      const run = getCurrentRun()
      lastState = { run: undefined, state: undefined }
      if (run?.state !== 'waiting' || !findPendingApproval(run)) return
      lastState = { run: run.run, state: run.state }
      update(() => {
        shownNodeId = undefined
        showOutcome(run)
      })
    },
  }
}
