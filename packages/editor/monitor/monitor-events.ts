import type { Config } from '@aw-flow/schema'
import type { MonitorView } from './monitor-strings.ts'

/** The run is to be cancelled. */
export class RunCancelEvent extends Event {
  static readonly type = 'aw-run-cancel'
  constructor() {
    super(RunCancelEvent.type, { bubbles: true, composed: true })
  }
}

/** The run is to be tried again: a new one that takes over every good step. */
export class RunRetryEvent extends Event {
  static readonly type = 'aw-run-retry'
  constructor() {
    super(RunRetryEvent.type, { bubbles: true, composed: true })
  }
}

/** A new run is to begin as this one did up to event `at`, with other settings (all of those named, by node id). */
export class RunForkEvent extends Event {
  static readonly type = 'aw-run-fork'
  readonly at: number
  readonly settings: Readonly<Record<string, Config>>
  constructor(at: number, settings: Readonly<Record<string, Config>>) {
    super(RunForkEvent.type, { bubbles: true, composed: true })
    this.at = at
    this.settings = settings
  }
}

/** Another run is to be compared with: anyone who hears it sets its events as `against`; `undefined`: none. */
export class RunCompareEvent extends Event {
  static readonly type = 'aw-run-compare'
  readonly run: string | undefined
  constructor(run: string | undefined) {
    super(RunCompareEvent.type, { bubbles: true, composed: true })
    this.run = run
  }
}

/** Somebody looks at the run after this many events; `undefined`: at its end, as it goes on. */
export class MomentChangeEvent extends Event {
  static readonly type = 'aw-moment-change'
  readonly at: number | undefined
  constructor(at: number | undefined) {
    super(MomentChangeEvent.type, { bubbles: true, composed: true })
    this.at = at
  }
}

/** Another way to look at the run was chosen. */
export class MonitorViewEvent extends Event {
  static readonly type = 'aw-monitor-view'
  readonly view: MonitorView
  constructor(view: MonitorView) {
    super(MonitorViewEvent.type, { bubbles: true, composed: true })
    this.view = view
  }
}

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
