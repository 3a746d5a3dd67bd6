import type { Config } from '@aw-flow/schema'
import { defineEvent } from '../define-event.ts'
import type { MonitorView } from './monitor-strings.ts'

/** The user cancels the run. @public */
export class RunCancelEvent extends defineEvent('aw-run-cancel') {}

/** The user retries the run as a new run that reuses every successful step. @public */
export class RunRetryEvent extends defineEvent('aw-run-retry') {}

/**
 * The user forks the run. A new run repeats it up to event `at` and continues with changed settings (by node id).
 *
 * @public
 */
export class RunForkEvent extends defineEvent<{
  /** The index of the last event that the new run repeats, from 0. */
  readonly at: number
  /** All settings of each changed node, by node id. */
  readonly settings: Readonly<Record<string, Config>>
}>('aw-run-fork') {}

/** The user chooses a run to compare with. Set its events as `against`; `undefined` ends the comparison. @public */
export class RunCompareEvent extends defineEvent<{
  /** The id of the run. */
  readonly run: string | undefined
}>('aw-run-compare') {}

/** The displayed moment changes. It is expressed as a number of events; `undefined` for the live end. @public */
export class MomentChangeEvent extends defineEvent<{
  /** The number of events after which the run is shown. */
  readonly at: number | undefined
}>('aw-moment-change') {}

/** The user chooses a different view. @public */
export class MonitorViewEvent extends defineEvent<{
  /** The chosen view. */
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
