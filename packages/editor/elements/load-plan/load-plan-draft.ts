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
  diffColumns,
  diffOverrides,
  toOverrides,
  isEquivalentPlan,
  applyColumnChanges,
  type ColumnChanges,
} from './load-plan-changes.ts'

/** The subject of a draft. The plan overrides the Load node's settings in `config`. */
export interface DraftSubject {
  session: WorkflowSession
  dataset: string
  savedPlan: SavedLoadPlan | undefined
  config: Config
}

/** Debounce delay for previews. */
const debounceMs = 150

/**
 * A load plan that is being edited: the detected plan, the user's changes and a preview. Preview requests are
 * debounced, and outdated responses are ignored. Each change requests an update of the host element.
 */
export class LoadPlanDraft implements ReactiveController {
  /** The preview of the detected plan, without the user's changes. */
  detectedPreview: LoadPreview | undefined
  /** The preview with the user's overrides, but without column changes. */
  basePreview: LoadPreview | undefined
  /** The preview with all changes, showing what a run would load. */
  preview: LoadPreview | undefined
  problem: Problem | undefined
  isBusy = false
  overrides: LoadOverrides = {}
  columnChanges: ColumnChanges = new Map()

  #host: ReactiveControllerHost
  #onPreview: () => void
  #subject: DraftSubject | undefined
  #requestNumber = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #baseKey = ''

  constructor(host: ReactiveControllerHost, onPreview: () => void) {
    this.#host = host
    this.#onPreview = onPreview
    host.addController(this)
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer)
  }

  /** True if the saved plan was created for a different file. */
  get isForDifferentFile(): boolean {
    return this.#subject?.savedPlan !== undefined && this.#subject.savedPlan.dataset !== this.#subject.dataset
  }

  /** The plan with all changes, even if its preview is still pending. */
  get plan(): LoadPlan | undefined {
    return this.basePreview ? applyColumnChanges(this.basePreview.plan, this.columnChanges) : this.preview?.plan
  }

  get hasChanges(): boolean {
    const { plan } = this
    const saved = this.#subject?.savedPlan
    if (!plan) return false
    if (saved && !this.isForDifferentFile) return !isEquivalentPlan(plan, saved.plan)
    return Object.keys(this.overrides).length > 0 || this.columnChanges.size > 0
  }

  /** Discards all changes and opens a different file or saved plan. */
  async open(subject: DraftSubject | undefined): Promise<void> {
    clearTimeout(this.#timer)
    const requestNumber = ++this.#requestNumber
    const isDifferentSource = subject?.dataset !== this.#subject?.dataset || subject?.session !== this.#subject?.session
    this.#subject = subject
    this.overrides = {}
    this.columnChanges = new Map()
    this.problem = undefined
    this.#baseKey = ''
    if (isDifferentSource) this.detectedPreview = this.basePreview = this.preview = undefined
    this.isBusy = subject !== undefined
    this.#host.requestUpdate()
    if (!subject) return
    const { savedPlan, dataset } = subject
    const detected = await this.#requestPreview(requestNumber, { overrides: this.#config })
    if (!detected) return
    this.detectedPreview = detected
    if (!savedPlan) this.#show(detected, detected)
    else if (savedPlan.dataset !== dataset) {
      const adapted = await this.#requestPreview(requestNumber, { saved: savedPlan, overrides: this.#config })
      if (adapted) this.#show(adapted, adapted)
    } else {
      const savedPreview = await this.#requestPreview(requestNumber, { plan: savedPlan.plan })
      if (!savedPreview) return
      const overrides = diffOverrides(detected, savedPlan.plan)
      const base =
        Object.keys(overrides).length === 0
          ? detected
          : await this.#requestPreview(requestNumber, { overrides: this.#mergeOverrides(overrides) })
      if (!base) return
      this.overrides = overrides
      this.columnChanges = diffColumns(base.plan, savedPlan.plan)
      this.#show(base, savedPreview)
    }
  }

  /** Changes how the file is read. Setting a key to `undefined` restores the detected value. */
  changeOverrides(change: { [K in keyof LoadOverrides]?: LoadOverrides[K] | undefined }): void {
    const changed = { ...this.overrides, ...change }
    this.overrides = Object.fromEntries(
      Object.entries(changed).filter(([, value]) => value !== undefined),
    ) as LoadOverrides
    this.#schedulePreview()
  }

  /**
   * Changes how a column is read, identified by its detected name. If `column` is `undefined`, restores the detected
   * settings.
   */
  changeColumn(name: string, column: PlannedColumn | undefined): void {
    const columns = new Map(this.columnChanges)
    if (column) columns.set(name, column)
    else columns.delete(name)
    this.columnChanges = columns
    this.#schedulePreview()
  }

  restoreAll(): void {
    this.overrides = {}
    this.columnChanges = new Map()
    this.#schedulePreview()
  }

  /** Retries a failed preview. */
  retry(): void {
    if (this.detectedPreview) this.#schedulePreview()
    else void this.open(this.#subject)
  }

  /**
   * Called after the plan is saved or deleted. Reopens the draft if the plan was deleted or had been adapted from the
   * plan of another file.
   */
  markSaved(saved: SavedLoadPlan | undefined): void {
    if (!this.#subject) return
    const subject = { ...this.#subject, savedPlan: saved }
    const shouldReopen = saved === undefined || this.isForDifferentFile
    this.#subject = subject
    if (shouldReopen) void this.open(subject)
    else this.#host.requestUpdate()
  }

  #schedulePreview(): void {
    clearTimeout(this.#timer)
    this.isBusy = true
    this.#timer = setTimeout(() => void this.#updatePreview(), debounceMs)
    this.#host.requestUpdate()
  }

  async #updatePreview(): Promise<void> {
    const subject = this.#subject
    if (!subject) return
    const requestNumber = ++this.#requestNumber
    const overrides = this.#mergeOverrides(this.overrides)
    const overridesKey = JSON.stringify(overrides)
    let base = overridesKey === this.#baseKey ? this.basePreview : undefined
    if (!base) {
      const { savedPlan } = subject
      base = await this.#requestPreview(
        requestNumber,
        this.isForDifferentFile && savedPlan ? { saved: savedPlan, overrides } : { overrides },
      )
      if (!base) return
      this.basePreview = base
      this.#baseKey = overridesKey
    }
    const plan = applyColumnChanges(base.plan, this.columnChanges)
    const preview = plan === base.plan ? base : await this.#requestPreview(requestNumber, { plan })
    if (preview) this.#show(base, preview)
  }

  #show(base: LoadPreview, preview: LoadPreview): void {
    this.basePreview = base
    this.preview = preview
    this.problem = undefined
    this.isBusy = false
    this.#host.requestUpdate()
    this.#onPreview()
  }

  /** Merges the user's overrides into the node's settings. The user's `headerLines` replace the node's `header`. */
  #mergeOverrides(userOverrides: LoadOverrides): LoadOverrides {
    const { header, ...config } = this.#config
    return { ...config, ...(header && userOverrides.headerLines === undefined ? { header } : {}), ...userOverrides }
  }

  get #config(): LoadOverrides {
    return this.#subject ? toOverrides(this.#subject.config) : {}
  }

  /** Requests a preview. Returns `undefined` if the request fails or is outdated. */
  async #requestPreview(requestNumber: number, request: LoadPreviewRequest): Promise<LoadPreview | undefined> {
    const subject = this.#subject
    if (!subject) return undefined
    const result = await subject.session.data.previewLoad(subject.dataset, request)
    if (requestNumber !== this.#requestNumber) return undefined
    if (result.ok) return result.value
    this.problem = result.problem
    this.isBusy = false
    this.#host.requestUpdate()
    return undefined
  }
}
