import type { WorkflowSession } from '@aw-flow/client'
import type {
  Config,
  LoadOverrides,
  LoadPlan,
  LoadPreview,
  LoadPreviewRequest,
  PlannedColumn,
  Problem,
  SavedLoadPlan,
} from '@aw-flow/schema'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import {
  columnsBetween,
  overridesBetween,
  overridesOfConfig,
  readsAlike,
  withColumns,
  type SettledColumns,
} from './settled-plan.ts'

/** The subject of a draft. `config` are the Load node's settings, which the plan overrides. */
export interface DraftSubject {
  session: WorkflowSession
  dataset: string
  saved: SavedLoadPlan | undefined
  config: Config
}

/** Debounce of previews, in ms. */
const pause = 150

/**
 * A load plan during editing: the detected plan, the user's changes, and a preview. Previews are debounced, and
 * responses to earlier requests are dropped. `host` is rendered after each change.
 */
export class LoadPlanDraft implements ReactiveController {
  /** The file as detected, without changes. */
  found: LoadPreview | undefined
  /** With the changes of the structure, before those of columns. */
  base: LoadPreview | undefined
  /** The shown plan, as a run would use it. */
  shown: LoadPreview | undefined
  problem: Problem | undefined
  busy = false
  overrides: LoadOverrides = {}
  columns: SettledColumns = new Map()

  #host: ReactiveControllerHost
  #reported: () => void
  #subject: DraftSubject | undefined
  #turn = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #baseOf = ''

  constructor(host: ReactiveControllerHost, reported: () => void) {
    this.#host = host
    this.#reported = reported
    host.addController(this)
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer)
  }

  /** True if the saved plan was made for another file. */
  get isNextFile(): boolean {
    return this.#subject?.saved !== undefined && this.#subject.saved.dataset !== this.#subject.dataset
  }

  /** The plan with the changes so far, before its preview exists. */
  get plan(): LoadPlan | undefined {
    return this.base ? withColumns(this.base.plan, this.columns) : this.shown?.plan
  }

  get isChanged(): boolean {
    const { plan } = this
    const saved = this.#subject?.saved
    if (!plan) return false
    if (saved && !this.isNextFile) return !readsAlike(plan, saved.plan)
    return Object.keys(this.overrides).length > 0 || this.columns.size > 0
  }

  /** Starts over with another file or another saved plan. */
  async open(subject: DraftSubject | undefined): Promise<void> {
    clearTimeout(this.#timer)
    const turn = ++this.#turn
    const isOther = subject?.dataset !== this.#subject?.dataset || subject?.session !== this.#subject?.session
    this.#subject = subject
    this.overrides = {}
    this.columns = new Map()
    this.problem = undefined
    this.#baseOf = ''
    if (isOther) this.found = this.base = this.shown = undefined
    this.busy = subject !== undefined
    this.#host.requestUpdate()
    if (!subject) return
    const { saved, dataset } = subject
    const found = await this.#ask(turn, { overrides: this.#config })
    if (!found) return
    this.found = found
    if (!saved) this.#show(found, found)
    else if (saved.dataset !== dataset) {
      const next = await this.#ask(turn, { saved, overrides: this.#config })
      if (next) this.#show(next, next)
    } else {
      const kept = await this.#ask(turn, { plan: saved.plan })
      if (!kept) return
      const overrides = overridesBetween(found, saved.plan)
      const base =
        Object.keys(overrides).length === 0 ? found : await this.#ask(turn, { overrides: this.#over(overrides) })
      if (!base) return
      this.overrides = overrides
      this.columns = columnsBetween(base.plan, saved.plan)
      this.#show(base, kept)
    }
  }

  /** Changes how the file is read; a key without a value restores the detected value. */
  settle(change: { [K in keyof LoadOverrides]?: LoadOverrides[K] | undefined }): void {
    const next = { ...this.overrides, ...change }
    this.overrides = Object.fromEntries(
      Object.entries(next).filter(([, value]) => value !== undefined),
    ) as LoadOverrides
    this.#later()
  }

  /** Changes how a column is read, by its detected name; without a reading, restores the detected one. */
  settleColumn(found: string, reading: PlannedColumn | undefined): void {
    const columns = new Map(this.columns)
    if (reading) columns.set(found, reading)
    else columns.delete(found)
    this.columns = columns
    this.#later()
  }

  restoreAll(): void {
    this.overrides = {}
    this.columns = new Map()
    this.#later()
  }

  /** Requests a failed preview again. */
  retry(): void {
    if (this.found) this.#later()
    else void this.open(this.#subject)
  }

  /** The plan was saved: the draft continues, or starts over if it was of another file. */
  markSaved(saved: SavedLoadPlan | undefined): void {
    if (!this.#subject) return
    const subject = { ...this.#subject, saved }
    const isOther = saved === undefined || this.isNextFile
    this.#subject = subject
    if (isOther) void this.open(subject)
    else this.#host.requestUpdate()
  }

  #later(): void {
    clearTimeout(this.#timer)
    this.busy = true
    this.#timer = setTimeout(() => void this.#preview(), pause)
    this.#host.requestUpdate()
  }

  async #preview(): Promise<void> {
    const subject = this.#subject
    if (!subject) return
    const turn = ++this.#turn
    const overrides = this.#over(this.overrides)
    const asked = JSON.stringify(overrides)
    let base = asked === this.#baseOf ? this.base : undefined
    if (!base) {
      const { saved } = subject
      base = await this.#ask(turn, this.isNextFile && saved ? { saved, overrides } : { overrides })
      if (!base) return
      this.base = base
      this.#baseOf = asked
    }
    const plan = withColumns(base.plan, this.columns)
    const shown = plan === base.plan ? base : await this.#ask(turn, { plan })
    if (shown) this.#show(base, shown)
  }

  #show(base: LoadPreview, shown: LoadPreview): void {
    this.base = base
    this.shown = shown
    this.problem = undefined
    this.busy = false
    this.#host.requestUpdate()
    this.#reported()
  }

  /** The user's header lines override the node's setting. */
  #over(settled: LoadOverrides): LoadOverrides {
    const { header, ...config } = this.#config
    return { ...config, ...(header && settled.headerLines === undefined ? { header } : {}), ...settled }
  }

  get #config(): LoadOverrides {
    return this.#subject ? overridesOfConfig(this.#subject.config) : {}
  }

  /** Requests a preview. Returns `undefined` if it fails or a later request was made. */
  async #ask(turn: number, request: LoadPreviewRequest): Promise<LoadPreview | undefined> {
    const subject = this.#subject
    if (!subject) return undefined
    const answer = await subject.session.data.previewLoad(subject.dataset, request)
    if (turn !== this.#turn) return undefined
    if (answer.ok) return answer.value
    this.problem = answer.problem
    this.busy = false
    this.#host.requestUpdate()
    return undefined
  }
}
