import type { Config } from '@aw-flow/schema'
import { defineEvent } from '../define-event.ts'
import type { MonitorView } from './monitor-strings.ts'

/** Fired when the user cancels the run. @public */
export class RunCancelEvent extends defineEvent('aw-run-cancel') {}

/** Fired when the user retries the run. The new run reuses every successful step. @public */
export class RunRetryEvent extends defineEvent('aw-run-retry') {}

/**
 * Fired when the user forks the run. The new run repeats it up to event `at` and continues with changed settings.
 *
 * @public
 */
export class RunForkEvent extends defineEvent<{
  /** Index (from 0) of the last event that the new run repeats. */
  readonly at: number
  /** The complete settings of each changed node, keyed by node id. */
  readonly settings: Readonly<Record<string, Config>>
}>('aw-run-fork') {}

/** Fired when the user selects a run to compare with. The listener passes that run's events to the monitor. @public */
export class RunCompareEvent extends defineEvent<{
  /** The id of the selected run, or `undefined` to end the comparison. */
  readonly run: string | undefined
}>('aw-run-compare') {}

/** Fired when the displayed point in the run changes. @public */
export class MomentChangeEvent extends defineEvent<{
  /** Number of events that the displayed state includes, or `undefined` for the latest state. */
  readonly at: number | undefined
}>('aw-moment-change') {}

/** Fired when the user selects another view. @public */
export class MonitorViewEvent extends defineEvent<{
  /** The selected view. */
  readonly view: MonitorView
}>('aw-monitor-view') {}

declare global {
  interface HTMLElementEventMap {
    'aw-monitor-view': MonitorViewEvent
    'aw-run-cancel': RunCancelEvent
    'aw-run-retry': RunRetryEvent
    'aw-run-fork': RunForkEvent
    'aw-run-compare': RunCompareEvent
    'aw-moment-change': MomentChangeEvent
  }
}
