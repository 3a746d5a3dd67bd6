import { defineEvent } from '../../define-event.ts'
import { renderProblemSentences } from '../../language/render-problem.ts'
import type { Problem, TableProfile } from '@aw-flow/schema'
import {
  tableProfileSchema,
  type ColumnProfile,
  type DeepFinding,
  type DeepProgress,
  type ProfileDrift,
} from '@aw-flow/schema/internal'
import { html, nothing, type PropertyValues } from 'lit'
import { chooseFile } from '../../elements/files/choose-file.ts'
import { saveFile } from '../../elements/files/save-file.ts'
import { icon } from '../../icons/icon.ts'
import { renderIconButton } from '../../icons/icon-button.ts'
import { controls } from '../../styles/controls.styles.ts'
import { panelStyles } from '../../styles/panel.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { toProblem } from '../table-source.ts'
import { styles } from './aw-data-profile.styles.ts'
import type { ProfileSource } from './profile-source.ts'
import { profileStrings, type ProfileStrings } from './profile-strings.ts'
import { renderColumnDetails, renderColumnLine } from './render-column.ts'
import { createMergeOperation, renderDrift, renderFindings, type SpellingsFinding } from './render-findings.ts'
import { RepairEvent } from '../repair-event.ts'
import { element } from '../../element.ts'
import { getKey } from '../../get-key.ts'

/** Fired when a profile or a deep analysis completes. @public */
export class ProfileEvent extends defineEvent<{
  /** The profile of the table. */
  readonly profile: TableProfile
  /** Findings of the deep analysis, or an empty array if it has not been run. */
  readonly findings: readonly DeepFinding[]
}>('aw-profile') {}

declare global {
  interface HTMLElementEventMap {
    'aw-profile': ProfileEvent
  }
  interface HTMLElementTagNameMap {
    'aw-data-profile': AwDataProfile
  }
}

/**
 * Shows a profile of a table's columns: type, semantic type, nulls, distinct values and distribution, with details on
 * demand. A deep analysis reports each finding as soon as it is available, and can be stopped. The profile can be
 * compared with an earlier one. Set either a `source` that creates profiles, or an existing `profile` with optional
 * `findings` and `drift`.
 *
 * @event {ProfileEvent} aw-profile - Fired when a profile or a deep analysis completes.
 * @event {RepairEvent} aw-repair - Fired when the user merges spellings. The event contains the plan operation that
 * merges them.
 * @csspart bar - The bar above the columns.
 * @csspart columns - The list of columns.
 * @csspart findings - The findings of the deep analysis.
 * @csspart drift - The changes since an earlier profile.
 *
 * @public
 */
export class AwDataProfile extends element(
  {
    /** Creates the profile. Setting a new source discards the current profile. */
    source: undefined as ProfileSource | undefined,
    profile: undefined as TableProfile | undefined,
    findings: [] as readonly DeepFinding[],
    drift: undefined as ProfileDrift | undefined,
    /** The name of the profiled table, used for the list of columns and the file name. */
    label: '',
    /** Whether the host applies the operations of `aw-repair` events. If not, spellings cannot be merged. */
    merging: false,
    strings: profileStrings as ProfileStrings,
    /** Columns profiled so far while the profile is being created. */
    _loadedColumns: [] as readonly ColumnProfile[],
    _failure: undefined as Problem | undefined,
    _progress: undefined as DeepProgress | undefined,
    _analysisState: 'idle' as 'idle' | 'running' | 'stopped' | 'done',
    _expandedColumns: new Set() as ReadonlySet<string>,
    _comparedFileName: undefined as string | undefined,
    _invalidFileName: undefined as string | undefined,
  },
  { label: {}, merging: { type: Boolean } },
) {
  static override styles = [tokens, controls, panelStyles, styles]

  #abortController: AbortController | undefined

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#abortController?.abort()
  }

  override connectedCallback(): void {
    super.connectedCallback()
    if (this.hasUpdated && this.source && !this.profile) void this.#loadProfile()
  }

  override willUpdate(changed: PropertyValues): void {
    if (!changed.has('source')) return
    this.#abortController?.abort()
    if (changed.get('source') !== undefined) {
      this.profile = undefined
      this.findings = []
      this.drift = undefined
      this._comparedFileName = undefined
      this._expandedColumns = new Set()
    }
    const lastFindings = this.source?.lastFindings
    if (lastFindings) this.findings = lastFindings
    this._analysisState = lastFindings ? 'done' : 'idle'
    this._progress = undefined
    if (this.source && !this.profile) void this.#loadProfile()
  }

  override render(): unknown {
    const { profile, strings } = this
    const columns = profile?.columns ?? this._loadedColumns
    if (!profile && !this.source) return html`<p class="none">${strings.none}</p>`
    return html`${this.#renderBar(profile)}
      <div class="scroll">
        ${this._failure === undefined ? nothing : this.#renderFailure(this._failure)}${this.#renderDrift()}
        ${this.#renderFindings()}
        <ul part="columns" class="columns" aria-label=${this.label || strings.columns} @keydown=${this.#onKey}>
          ${columns.map((column) => this.#renderColumn(column, profile?.rows ?? 0))}
        </ul>
      </div>`
  }

  #renderBar(profile: TableProfile | undefined): unknown {
    const { strings, source } = this
    const isAnalyzing = this._analysisState === 'running'
    const columnCount = source?.columnCount
    const statusText = isAnalyzing
      ? this._progress
        ? strings.progress(
            this._progress.step,
            Math.min(this._progress.done + 1, this._progress.total),
            this._progress.total,
          )
        : strings.reading
      : profile
        ? strings.facts(profile.rows, profile.columns.length)
        : this._failure !== undefined
          ? ''
          : columnCount === undefined
            ? strings.reading
            : strings.readingColumns(this._loadedColumns.length, columnCount)
    return html`<div part="bar" class="bar">
      <span class="state" role="status">${statusText}</span>
      ${
        isAnalyzing
          ? html`<progress
                max=${this._progress?.total ?? 1}
                value=${this._progress?.done ?? 0}
                aria-label=${statusText}
              ></progress
              ><button type="button" class="stop" @click=${this.#stop}>${icon('square')}${strings.stop}</button>`
          : source
            ? html`<button type="button" class="deep" ?disabled=${!profile} @click=${this.#runDeepAnalysis}>
                ${icon('search')}${this._analysisState === 'idle' ? strings.runAnalysis : strings.rerunAnalysis}
              </button>`
            : nothing
      }
      <button type="button" class="save" ?disabled=${!profile} @click=${this.#save}>
        ${icon('download')}${strings.save}
      </button>
      ${
        source?.compare
          ? html`<button type="button" class="compare" ?disabled=${!profile} @click=${this.#chooseProfile}>
              ${icon('arrow-down-up')}${strings.compare}
            </button>`
          : nothing
      }
    </div>`
  }

  #renderFailure(problem: Problem): unknown {
    if (problem.severity === 'info')
      return html`<p class="none" role="status">${renderProblemSentences(problem, this.strings.renderText)}</p>`
    return html`<p class="failure" role="alert">
      ${icon('circle-x')}<span>${this.strings.failed(renderProblemSentences(problem, this.strings.renderText))}</span>
      ${this.source ? html`<button type="button" @click=${() => this.#loadProfile()}>${this.strings.retry}</button>` : nothing}
    </p>`
  }

  #renderDrift(): unknown {
    const { strings, drift } = this
    if (this._invalidFileName !== undefined)
      return html`<p class="failure" role="alert">
        ${icon('circle-x')}<span>${strings.notAProfile(this._invalidFileName)}</span>
      </p>`
    if (!drift) return nothing
    return html`<section part="drift" class="panel drift" aria-label=${strings.drift(this._comparedFileName ?? '')}>
      <h3>
        ${strings.drift(this._comparedFileName ?? '')}
        ${renderIconButton('x', strings.closeDrift, () => (this.drift = undefined))}
      </h3>
      ${renderDrift(drift, strings)}
    </section>`
  }

  #merge = (finding: SpellingsFinding): void => {
    this.dispatchEvent(new RepairEvent({ operations: [createMergeOperation(finding)] }))
  }

  #renderFindings(): unknown {
    const { findings, strings } = this
    if (findings.length === 0 && this._analysisState === 'idle') return nothing
    return html`<section part="findings" class="panel findings" aria-label=${strings.findings}>
      <h3>${strings.findings}<span class="count small muted">${strings.found(findings.length)}</span></h3>
      ${this._analysisState === 'stopped' ? html`<p class="plain muted">${strings.stopped}</p>` : nothing}
      ${
        findings.length === 0 && this._analysisState === 'done'
          ? html`<p class="plain good">${icon('circle-check')}${strings.noFindings}</p>`
          : renderFindings(findings, strings, this.merging ? this.#merge : undefined)
      }
    </section>`
  }

  #renderColumn(column: ColumnProfile, rowCount: number): unknown {
    const isOpen = this._expandedColumns.has(column.name)
    const columnView = { column, rows: rowCount || column.nulls, strings: this.strings }
    return html`<li>
      <button
        type="button"
        class="column"
        aria-expanded=${isOpen ? 'true' : 'false'}
        data-column=${column.name}
        @click=${() => this.#toggle(column.name)}
      >
        ${icon('chevron-right')}${renderColumnLine(columnView)}
      </button>
      ${
        isOpen
          ? html`<div class="more" role="group" aria-label=${this.strings.details(column.name)}>
              ${renderColumnDetails(columnView)}
            </div>`
          : nothing
      }
    </li>`
  }

  #toggle(name: string): void {
    const expandedColumns = new Set(this._expandedColumns)
    if (!expandedColumns.delete(name)) expandedColumns.add(name)
    this._expandedColumns = expandedColumns
  }

  /** Moves focus between columns with the arrow keys, Home and End. */
  #onKey = (event: KeyboardEvent): void => {
    const buttons = [...this.renderRoot.querySelectorAll<HTMLElement>('.column')]
    const index = buttons.indexOf(event.target as HTMLElement)
    const targetIndex = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: buttons.length - 1 }[getKey(event)]
    const nextButton = index < 0 || targetIndex === undefined ? undefined : buttons[targetIndex]
    if (!nextButton) return
    event.preventDefault()
    nextButton.focus()
  }

  async #loadProfile(): Promise<void> {
    const { source } = this
    if (!source) return
    const controller = (this.#abortController = new AbortController())
    this._failure = undefined
    this._loadedColumns = []
    try {
      const onColumn = (column: ColumnProfile): void => {
        if (this.#abortController === controller) this._loadedColumns = [...this._loadedColumns, column]
      }
      const profile = await source.createProfile({ signal: controller.signal, onColumn })
      if (this.#abortController !== controller) return
      this.profile = profile
      this.dispatchEvent(new ProfileEvent({ profile, findings: [] }))
    } catch (cause) {
      if (this.#abortController === controller && !controller.signal.aborted) this._failure = toProblem(cause)
    }
  }

  #runDeepAnalysis = async (): Promise<void> => {
    const { source, profile } = this
    if (!source || !profile) return
    const controller = (this.#abortController = new AbortController())
    this.findings = []
    this._analysisState = 'running'
    this._progress = undefined
    this._failure = undefined
    const isCurrent = (): boolean => this.#abortController === controller
    void this.#moveFocus('deep', 'stop')
    try {
      await source.createProfile({
        deep: true,
        profile,
        signal: controller.signal,
        onFinding: (finding) => isCurrent() && (this.findings = [...this.findings, finding]),
        onProgress: (progress) => isCurrent() && (this._progress = progress),
      })
      if (!isCurrent()) return
      this._analysisState = 'done'
      void this.#moveFocus('stop', 'deep')
      this.dispatchEvent(new ProfileEvent({ profile, findings: this.findings }))
    } catch (cause) {
      if (!isCurrent()) return
      this._analysisState = 'stopped'
      void this.#moveFocus('stop', 'deep')
      if (!controller.signal.aborted) this._failure = toProblem(cause)
    }
  }

  /** If the button with class `fromClass` has focus, moves focus to its replacement, which has class `toClass`. */
  async #moveFocus(fromClass: string, toClass: string): Promise<void> {
    if (!this.shadowRoot?.activeElement?.classList.contains(fromClass)) return
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>(`.${toClass}`)?.focus()
  }

  #stop = (): void => this.#abortController?.abort()

  #save = (): void => {
    const { profile } = this
    if (!profile) return
    const text = JSON.stringify(profile, null, 2)
    saveFile(new Blob([text], { type: 'application/json' }), `${this.label || 'table'}.profile.json`)
  }

  #chooseProfile = async (): Promise<void> => {
    const file = await chooseFile('.json,application/json')
    // A profile is never this large, and the text of a huge file might not fit in memory.
    if (file) await this.compareWith(file.size > maxProfileBytes ? '' : await file.text(), file.name)
  }

  /**
   * Compares the current profile with a saved one.
   *
   * @param text - The content of the saved file.
   * @param name - The file name to display.
   */
  async compareWith(text: string, name: string): Promise<void> {
    const { source, profile } = this
    const previousProfile = readProfile(text)
    this._invalidFileName = previousProfile ? undefined : name
    if (!previousProfile || !profile || !source?.compare) return
    try {
      const drift = await source.compare(previousProfile, profile)
      this._comparedFileName = name
      this.drift = drift
    } catch (cause) {
      this._failure = toProblem(cause)
    }
  }
}

/** Maximum size of a profile file, in bytes. */
const maxProfileBytes = 100_000_000

function readProfile(text: string): TableProfile | undefined {
  try {
    return tableProfileSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
