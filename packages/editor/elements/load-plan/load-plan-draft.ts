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

/** What a draft is made for. `config` are the Load node's settings, which hold under what is settled here. */
export interface DraftSubject {
  session: WorkflowSession
  dataset: string
  saved: SavedLoadPlan | undefined
  config: Config
}

/** How long typing may go on before the preview is asked for, in ms. */
const pause = 150

/**
 * A load plan while a person works on it: what was found, what has been settled otherwise, and the preview of both.
 * Previews are asked for after a short pause, the latest wins, and an answer that comes too late is dropped. `host` is
 * rendered again at every change; `told` hears of each preview that has come.
 */
export class LoadPlanDraft implements ReactiveController {
  /** The file as found, with nothing settled. */
  found: LoadPreview | undefined
  /** Under what was settled of its structure, but before its columns. */
  base: LoadPreview | undefined
  /** What is shown: the plan as a run would carry it out. */
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

  /** The kept plan is of another file than the one that is looked at. */
  get isNextFile(): boolean {
    return this.#subject?.saved !== undefined && this.#subject.saved.dataset !== this.#subject.dataset
  }

  /** The plan as settled so far, known before its preview has come. */
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

  /** Begins anew with another file or another kept plan. */
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

  /** Settles how the file is read; a key without a value is as found again. */
  settle(change: { [K in keyof LoadOverrides]?: LoadOverrides[K] | undefined }): void {
    const next = { ...this.overrides, ...change }
    this.overrides = Object.fromEntries(
      Object.entries(next).filter(([, value]) => value !== undefined),
    ) as LoadOverrides
    this.#later()
  }

  /** Settles how a column is read, by the name that was found; without a reading it is as found again. */
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

  /** Asks again for what could not be shown. */
  retry(): void {
    if (this.found) this.#later()
    else void this.open(this.#subject)
  }

  /** The subject's kept plan is now this one; the draft goes on, or begins anew where it was not this file's before. */
  keptAs(saved: SavedLoadPlan | undefined): void {
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

  /** Told lines of a header win over the node's own setting. */
  #over(settled: LoadOverrides): LoadOverrides {
    const { header, ...config } = this.#config
    return { ...config, ...(header && settled.headerLines === undefined ? { header } : {}), ...settled }
  }

  get #config(): LoadOverrides {
    return this.#subject ? overridesOfConfig(this.#subject.config) : {}
  }

  /** `undefined` where there is not an answer, or where it comes too late. */
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
