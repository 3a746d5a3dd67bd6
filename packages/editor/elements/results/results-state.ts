import { isEnded, type RunView } from '@aw-flow/schema'
import { findPendingApproval } from '../approval/review-event.ts'
import type { ResultsTab } from './aw-results.ts'

/** The state of the results below the canvas. */
export interface ResultsState {
  readonly isOpen: boolean
  /** The node whose results are shown; `undefined` for the result of the run. */
  readonly node: string | undefined
  readonly tab: ResultsTab
  open(): void
  close(): void
  showNode(node: string | undefined): void
  showTab(tab: ResultsTab): void
  /** Shows the results of a selected node, if there is a run. */
  onNodeSelected(node: string): void
  /**
   * Follows the run: an approval, a failure or a result opens the drawer. Returns whether it is a different run than
   * before.
   */
  onRunChange(): boolean
  /** Opens the approval that a node waits for. */
  review(node: string): void
  /** Called when a different session is shown. Its pending approval opens the drawer, because the page may have been reloaded. */
  reset(): void
}

/** @param getCurrentRun - Returns the run of the session that is shown. */
export function createResultsState(getCurrentRun: () => RunView | undefined, onChange: () => void): ResultsState {
  let isOpen = false
  let node: string | undefined
  let tab: ResultsTab = 'table'
  /** True if the report is shown because a run failed or is waiting, not because the user chose it. */
  let isReportForced = false
  let lastState: { run: string | undefined; state: string | undefined } = { run: undefined, state: undefined }

  const change = (apply: () => void): void => {
    apply()
    onChange()
  }

  const forceReport = (nodeId: string | undefined): void => {
    node = nodeId
    isReportForced ||= tab !== 'report'
    tab = 'report'
    isOpen = true
  }

  const showOutcome = (run: RunView): void => {
    if (run.state === 'waiting' && findPendingApproval(run)) forceReport(undefined)
    if (!isEnded(run.state)) return
    const failed = Object.values(run.nodes).find((candidate) => candidate.state === 'failed' && !candidate.handled)
    if (failed) forceReport(failed.node)
    else if (run.state === 'completed') {
      if (tab === 'log' || isReportForced) tab = 'table'
      isReportForced = false
      isOpen = true
    }
  }

  return {
    get isOpen() {
      return isOpen
    },
    get node() {
      return node
    },
    get tab() {
      return tab
    },
    open: () => change(() => (isOpen = true)),
    close: () => change(() => (isOpen = false)),
    showNode: (id) => change(() => (node = id)),
    showTab: (newTab) =>
      change(() => {
        tab = newTab
        isReportForced = false
      }),
    onNodeSelected(id) {
      if (getCurrentRun()) change(() => (node = id))
    },
    onRunChange() {
      const run = getCurrentRun()
      const previous = lastState
      lastState = { run: run?.run, state: run?.state }
      if (!run) return false
      const isNewRun = run.run !== previous.run
      change(() => {
        if (isNewRun) node = undefined
        if (run.state !== previous.state) showOutcome(run)
      })
      return isNewRun
    },
    review: (id) => change(() => forceReport(id)),
    reset() {
      const run = getCurrentRun()
      lastState = { run: undefined, state: undefined }
      if (run?.state !== 'waiting' || !findPendingApproval(run)) return
      lastState = { run: run.run, state: run.state }
      change(() => {
        node = undefined
        showOutcome(run)
      })
    },
  }
}
