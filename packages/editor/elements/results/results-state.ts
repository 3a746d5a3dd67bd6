import { isEnded, type RunView } from '@aw-flow/schema'
import { waitingForApproval } from '../approval/review-event.ts'
import type { ResultsTab } from './aw-results.ts'

/** The state of the results below the canvas. */
export interface ResultsState {
  readonly isOpen: boolean
  /** The node whose results are shown; `undefined`: the result of the run. */
  readonly node: string | undefined
  readonly tab: ResultsTab
  open(): void
  close(): void
  showNode(node: string | undefined): void
  showTab(tab: ResultsTab): void
  /** Shows the results of a selected node, if there is a run. */
  onNodeSelected(node: string): void
  /**
   * Follows a run: an approval, a failure and a result open the drawer. Returns whether this is another run than
   * before.
   */
  onRunChange(): boolean
  /** Opens the approval that a node waits for. */
  review(node: string): void
  /** Another session is shown. Its approval opens the drawer, since the page may have been reloaded. */
  reset(): void
}

/** @param currentRun - Returns the run of the session that is shown. */
export function createResultsState(currentRun: () => RunView | undefined, onChange: () => void): ResultsState {
  let isOpen = false
  let node: string | undefined
  let tab: ResultsTab = 'table'
  /** True if the report is shown because a run failed or is waiting, not because the user chose it. */
  let isReportForced = false
  let seen: { run: string | undefined; state: string | undefined } = { run: undefined, state: undefined }

  const change = (apply: () => void): void => {
    apply()
    onChange()
  }

  const forceReport = (of: string | undefined): void => {
    node = of
    isReportForced ||= tab !== 'report'
    tab = 'report'
    isOpen = true
  }

  const showOutcome = (run: RunView): void => {
    if (run.state === 'waiting' && waitingForApproval(run)) forceReport(undefined)
    if (!isEnded(run.state)) return
    const failed = Object.values(run.nodes).find((other) => other.state === 'failed' && !other.handled)
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
    showTab: (chosen) =>
      change(() => {
        tab = chosen
        isReportForced = false
      }),
    onNodeSelected(id) {
      if (currentRun()) change(() => (node = id))
    },
    onRunChange() {
      const run = currentRun()
      const before = seen
      seen = { run: run?.run, state: run?.state }
      if (!run) return false
      const isOther = run.run !== before.run
      change(() => {
        if (isOther) node = undefined
        if (run.state !== before.state) showOutcome(run)
      })
      return isOther
    },
    review: (id) => change(() => forceReport(id)),
    reset() {
      const run = currentRun()
      seen = { run: undefined, state: undefined }
      if (run?.state !== 'waiting' || !waitingForApproval(run)) return
      seen = { run: run.run, state: run.state }
      change(() => {
        node = undefined
        showOutcome(run)
      })
    },
  }
}
