import type { WorkflowSession } from '@aw-flow/client'
import type { Config, LoadPlan, Problem } from '@aw-flow/schema'
import type {
  LoadOverrides,
  LoadPreview,
  LoadPreviewRequest,
  PlannedColumn,
  SavedLoadPlan,
} from '@aw-flow/schema/internal'
import { Task } from '@lit/task'
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
  /** The requests of the latest change. A later change aborts them. */
  #requests: Task<readonly [start: (signal: AbortSignal) => Promise<void>]>
  #timer: ReturnType<typeof setTimeout> | undefined
  #baseOverridesKey = ''

  constructor(host: ReactiveControllerHost, onPreview: () => void) {
    this.#host = host
    this.#onPreview = onPreview
    host.addController(this)
    this.#requests = new Task(host, { autoRun: false, task: ([start], { signal }) => start(signal) })
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
    const savedPlan = this.#subject?.savedPlan
    if (!plan) return false
    if (savedPlan && !this.isForDifferentFile) return !isEquivalentPlan(plan, savedPlan.plan)
    return Object.keys(this.overrides).length > 0 || this.columnChanges.size > 0
  }

  /** Discards all changes and opens a different file or saved plan. */
  async open(subject: DraftSubject | undefined): Promise<void> {
    clearTimeout(this.#timer)
    const isDifferentSource = subject?.dataset !== this.#subject?.dataset || subject?.session !== this.#subject?.session
    this.#subject = subject
    this.overrides = {}
    this.columnChanges = new Map()
    this.problem = undefined
    this.#baseOverridesKey = ''
    if (isDifferentSource) this.detectedPreview = this.basePreview = this.preview = undefined
    this.isBusy = subject !== undefined
    await this.#requests.run([async (signal) => subject && this.#requestPlans(subject, signal)])
  }

  async #requestPlans({ savedPlan, dataset }: DraftSubject, signal: AbortSignal): Promise<void> {
    const detectedPreview = await this.#requestPreview(signal, { overrides: this.#nodeOverrides })
    if (!detectedPreview) return
    this.detectedPreview = detectedPreview
    if (!savedPlan) this.#show(detectedPreview, detectedPreview)
    else if (savedPlan.dataset !== dataset) {
      const adaptedPreview = await this.#requestPreview(signal, {
        saved: savedPlan,
        overrides: this.#nodeOverrides,
      })
      if (adaptedPreview) this.#show(adaptedPreview, adaptedPreview)
    } else {
      const savedPreview = await this.#requestPreview(signal, { plan: savedPlan.plan })
      if (!savedPreview) return
      const overrides = diffOverrides(detectedPreview, savedPlan.plan)
      const basePreview =
        Object.keys(overrides).length === 0
          ? detectedPreview
          : await this.#requestPreview(signal, { overrides: this.#mergeOverrides(overrides) })
      if (!basePreview) return
      this.overrides = overrides
      this.columnChanges = diffColumns(basePreview.plan, savedPlan.plan)
      this.#show(basePreview, savedPreview)
    }
  }

  /** Changes how the file is read. Setting a key to `undefined` restores the detected value. */
  changeOverrides(change: { [K in keyof LoadOverrides]?: LoadOverrides[K] | undefined }): void {
    const changedOverrides = { ...this.overrides, ...change }
    this.overrides = Object.fromEntries(
      Object.entries(changedOverrides).filter(([, value]) => value !== undefined),
    ) as LoadOverrides
    this.#schedulePreview()
  }

  /**
   * Changes how the column with the given detected name is read. If `column` is `undefined`, restores the detected
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
  updateSavedPlan(savedPlan: SavedLoadPlan | undefined): void {
    if (!this.#subject) return
    const subject = { ...this.#subject, savedPlan }
    const shouldReopen = savedPlan === undefined || this.isForDifferentFile
    this.#subject = subject
    if (shouldReopen) void this.open(subject)
    else this.#host.requestUpdate()
  }

  #schedulePreview(): void {
    clearTimeout(this.#timer)
    this.isBusy = true
    this.#timer = setTimeout(() => void this.#requests.run([(signal) => this.#updatePreview(signal)]), debounceMs)
    this.#host.requestUpdate()
  }

  async #updatePreview(signal: AbortSignal): Promise<void> {
    const subject = this.#subject
    if (!subject) return
    const overrides = this.#mergeOverrides(this.overrides)
    const overridesKey = JSON.stringify(overrides)
    let basePreview = overridesKey === this.#baseOverridesKey ? this.basePreview : undefined
    if (!basePreview) {
      const { savedPlan } = subject
      basePreview = await this.#requestPreview(
        signal,
        this.isForDifferentFile && savedPlan ? { saved: savedPlan, overrides } : { overrides },
      )
      if (!basePreview) return
      this.basePreview = basePreview
      this.#baseOverridesKey = overridesKey
    }
    const plan = applyColumnChanges(basePreview.plan, this.columnChanges)
    const preview = plan === basePreview.plan ? basePreview : await this.#requestPreview(signal, { plan })
    if (preview) this.#show(basePreview, preview)
  }

  #show(basePreview: LoadPreview, preview: LoadPreview): void {
    this.basePreview = basePreview
    this.preview = preview
    this.problem = undefined
    this.isBusy = false
    this.#host.requestUpdate()
    this.#onPreview()
  }

  /** Merges the user's overrides into the node's settings. The user's `headerLines` replace the node's `header`. */
  #mergeOverrides(userOverrides: LoadOverrides): LoadOverrides {
    const { header, ...nodeOverrides } = this.#nodeOverrides
    return {
      ...nodeOverrides,
      ...(header && userOverrides.headerLines === undefined ? { header } : {}),
      ...userOverrides,
    }
  }

  get #nodeOverrides(): LoadOverrides {
    return this.#subject ? toOverrides(this.#subject.config) : {}
  }

  /** Requests a preview. Returns `undefined` if the request fails or is outdated. */
  async #requestPreview(signal: AbortSignal, request: LoadPreviewRequest): Promise<LoadPreview | undefined> {
    const subject = this.#subject
    if (!subject) return undefined
    const result = await subject.session.data.previewLoad(subject.dataset, request)
    if (signal.aborted) return undefined
    if (result.ok) return result.value
    this.problem = result.problem
    this.isBusy = false
    this.#host.requestUpdate()
    return undefined
  }
}
