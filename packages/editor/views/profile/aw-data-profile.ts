import { defineEvent } from '../../define-event.ts'
import { renderProblem } from '../../language/render-problem.ts'
import type { Text } from '@aw-flow/messages'
import {
  tableProfileSchema,
  type ColumnProfile,
  type DeepFinding,
  type DeepProgress,
  type ProfileDrift,
  type TableProfile,
} from '@aw-flow/schema'
import { html, LitElement, nothing, type PropertyValues } from 'lit'
import { chooseFile } from '../../elements/files/choose-file.ts'
import { saveFile } from '../../elements/files/save-file.ts'
import { icon } from '../../icons/icon.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { problemOf } from '../table-source.ts'
import { styles } from './aw-data-profile.styles.ts'
import type { ProfileSource } from './profile-source.ts'
import { profileStrings, type ProfileStrings } from './profile-strings.ts'
import { renderColumnDetails, renderColumnLine } from './render-column.ts'
import { mergeOperation, renderDrift, renderFindings, type FoundSpellings } from './render-findings.ts'
import { RepairEvent } from '../repair-event.ts'

/** A profile was made: the first one, or one with the findings of the deep analysis. @public */
export class ProfileEvent extends defineEvent<{
  readonly profile: TableProfile
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
 * A profile of a table's columns: type and meaning, nulls, distinct values and distribution, with details on demand, a
 * deep analysis that reports findings as they are found and can be stopped, and the differences to an earlier profile.
 * Set a `source` that makes profiles, or an existing `profile` (with `findings` and `drift`).
 *
 * @event {ProfileEvent} aw-profile - A profile was made, or the deep analysis has ended.
 * @event {RepairEvent} aw-repair - The user merges spellings, by an operation of a plan.
 * @csspart bar - The line above the columns.
 * @csspart columns - The list of columns.
 * @csspart findings - The findings of the deep analysis.
 * @csspart drift - What has changed since an earlier profile.
 *
 * @public
 */
export class AwDataProfile extends LitElement {
  static override styles = [tokens, controls, styles]
  static override properties = {
    source: { attribute: false },
    profile: { attribute: false },
    findings: { attribute: false },
    drift: { attribute: false },
    label: {},
    merging: { type: Boolean },
    strings: { attribute: false },
    _coming: { state: true },
    _failure: { state: true },
    _progress: { state: true },
    _looked: { state: true },
    _open: { state: true },
    _comparedWith: { state: true },
    _wrongFile: { state: true },
  }

  /** The source of the profile; another one starts over. */
  declare source: ProfileSource | undefined
  declare profile: TableProfile | undefined
  declare findings: readonly DeepFinding[]
  declare drift: ProfileDrift | undefined
  /** The name of the profiled table, for the list and the saved file. */
  declare label: string
  /** The parent element makes the repairs of `aw-repair`. */
  declare merging: boolean
  declare strings: ProfileStrings
  /** The columns so far, while a profile is made. */
  declare private _coming: readonly ColumnProfile[]
  declare private _failure: string | undefined
  declare private _progress: DeepProgress | undefined
  declare private _looked: 'no' | 'going' | 'stopped' | 'done'
  declare private _open: ReadonlySet<string>
  declare private _comparedWith: string | undefined
  declare private _wrongFile: string | undefined
  #work: AbortController | undefined

  constructor() {
    super()
    this.findings = []
    this.label = ''
    this.merging = false
    this.strings = profileStrings
    this._coming = []
    this._looked = 'no'
    this._open = new Set()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#work?.abort()
  }

  override connectedCallback(): void {
    super.connectedCallback()
    if (this.hasUpdated && this.source && !this.profile) void this.#read()
  }

  override willUpdate(changed: PropertyValues): void {
    if (!changed.has('source')) return
    this.#work?.abort()
    if (changed.get('source') !== undefined) {
      this.profile = undefined
      this.findings = []
      this.drift = undefined
      this._comparedWith = undefined
      this._open = new Set()
    }
    const found = this.source?.found
    if (found) this.findings = found
    this._looked = found ? 'done' : 'no'
    this._progress = undefined
    if (this.source && !this.profile) void this.#read()
  }

  override render(): unknown {
    const { profile, strings } = this
    const columns = profile?.columns ?? this._coming
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
    const looking = this._looked === 'going'
    const total = source?.columns
    const state = looking
      ? this._progress
        ? strings.progress(this._progress.step, this._progress.done, this._progress.total)
        : strings.reading
      : profile
        ? strings.facts(profile.rows, profile.columns.length)
        : this._failure !== undefined
          ? ''
          : total === undefined
            ? strings.reading
            : strings.readingColumns(this._coming.length, total)
    return html`<div part="bar" class="tools">
      <span class="state" role="status">${state}</span>
      ${
        looking
          ? html`<progress
                max=${this._progress?.total ?? 1}
                value=${this._progress?.done ?? 0}
                aria-label=${state}
              ></progress
              ><button type="button" class="stop" @click=${this.#stop}>${icon('square')}${strings.stop}</button>`
          : source
            ? html`<button type="button" class="deep" ?disabled=${!profile} @click=${this.#lookDeeper}>
                ${icon('search')}${this._looked === 'no' ? strings.lookDeeper : strings.lookAgain}
              </button>`
            : nothing
      }
      <button type="button" class="save" ?disabled=${!profile} @click=${this.#save}>
        ${icon('download')}${strings.save}
      </button>
      ${
        source?.compare
          ? html`<button type="button" class="compare" ?disabled=${!profile} @click=${this.#chooseOther}>
              ${icon('arrow-down-up')}${strings.compare}
            </button>`
          : nothing
      }
    </div>`
  }

  #renderFailure(reason: string): unknown {
    return html`<p class="failure" role="alert">
      ${icon('circle-x')}<span>${this.strings.failed(this.strings.renderText(reason))}</span>
      ${this.source ? html`<button type="button" @click=${() => this.#read()}>${this.strings.retry}</button>` : nothing}
    </p>`
  }

  #renderDrift(): unknown {
    const { strings, drift } = this
    if (this._wrongFile !== undefined)
      return html`<p class="failure" role="alert">
        ${icon('circle-x')}<span>${strings.notAProfile(this._wrongFile)}</span>
      </p>`
    if (!drift) return nothing
    return html`<section part="drift" class="panel drift" aria-label=${strings.drift(this._comparedWith ?? '')}>
      <h3>
        ${strings.drift(this._comparedWith ?? '')}
        <button
          type="button"
          class="quiet icon"
          aria-label=${strings.closeDrift}
          title=${strings.closeDrift}
          @click=${() => (this.drift = undefined)}
        >
          ${icon('x')}
        </button>
      </h3>
      ${renderDrift(drift, strings)}
    </section>`
  }

  #merge = (finding: FoundSpellings): void => {
    this.dispatchEvent(new RepairEvent({ operations: [mergeOperation(finding)] }))
  }

  #renderFindings(): unknown {
    const { findings, strings } = this
    if (findings.length === 0 && this._looked === 'no') return nothing
    return html`<section part="findings" class="panel findings" aria-label=${strings.findings}>
      <h3>${strings.findings}<span class="count">${strings.found(findings.length)}</span></h3>
      ${this._looked === 'stopped' ? html`<p class="plain muted">${strings.stopped}</p>` : nothing}
      ${
        findings.length === 0 && this._looked === 'done'
          ? html`<p class="plain good">${icon('circle-check')}${strings.nothingFound}</p>`
          : renderFindings(findings, strings, this.merging ? this.#merge : undefined)
      }
    </section>`
  }

  #renderColumn(column: ColumnProfile, rows: number): unknown {
    const open = this._open.has(column.name)
    const shown = { column, rows: rows || column.nulls, open, strings: this.strings }
    return html`<li>
      <button
        type="button"
        class="column"
        aria-expanded=${open ? 'true' : 'false'}
        data-column=${column.name}
        @click=${() => this.#toggle(column.name)}
      >
        ${icon('chevron-right')}${renderColumnLine(shown)}
      </button>
      ${
        open
          ? html`<div class="more" role="group" aria-label=${this.strings.details(column.name)}>
              ${renderColumnDetails(shown)}
            </div>`
          : nothing
      }
    </li>`
  }

  #toggle(name: string): void {
    const open = new Set(this._open)
    if (!open.delete(name)) open.add(name)
    this._open = open
  }

  /** The arrow keys move between columns, Home and End to the first and the last. */
  #onKey = (event: KeyboardEvent): void => {
    const buttons = [...this.renderRoot.querySelectorAll<HTMLElement>('.column')]
    const at = buttons.indexOf(event.target as HTMLElement)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key]
    const next = at < 0 || to === undefined ? undefined : buttons[to]
    if (!next) return
    event.preventDefault()
    next.focus()
  }

  async #read(): Promise<void> {
    const { source } = this
    if (!source) return
    const work = (this.#work = new AbortController())
    this._failure = undefined
    this._coming = []
    try {
      const onColumn = (column: ColumnProfile): void => {
        if (this.#work === work) this._coming = [...this._coming, column]
      }
      const profile = await source.profile({ signal: work.signal, onColumn })
      if (this.#work !== work) return
      this.profile = profile
      this.dispatchEvent(new ProfileEvent({ profile, findings: [] }))
    } catch (cause) {
      if (this.#work === work && !work.signal.aborted) this._failure = reasonOf(cause, this.strings.renderText)
    }
  }

  #lookDeeper = async (): Promise<void> => {
    const { source, profile } = this
    if (!source || !profile) return
    const work = (this.#work = new AbortController())
    this.findings = []
    this._looked = 'going'
    this._progress = undefined
    this._failure = undefined
    const mine = (): boolean => this.#work === work
    void this.#handOver('deep', 'stop')
    try {
      await source.profile({
        deep: true,
        profile,
        signal: work.signal,
        onFinding: (finding) => mine() && (this.findings = [...this.findings, finding]),
        onProgress: (progress) => mine() && (this._progress = progress),
      })
      if (!mine()) return
      this._looked = 'done'
      void this.#handOver('stop', 'deep')
      this.dispatchEvent(new ProfileEvent({ profile, findings: this.findings }))
    } catch (cause) {
      if (!mine()) return
      this._looked = 'stopped'
      void this.#handOver('stop', 'deep')
      if (!work.signal.aborted) this._failure = reasonOf(cause, this.strings.renderText)
    }
  }

  /** Moves the focus to the button that replaces another. */
  async #handOver(from: string, to: string): Promise<void> {
    if (!this.shadowRoot?.activeElement?.classList.contains(from)) return
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>(`.${to}`)?.focus()
  }

  #stop = (): void => this.#work?.abort()

  #save = (): void => {
    const { profile } = this
    if (!profile) return
    const text = JSON.stringify(profile, null, 2)
    saveFile(new Blob([text], { type: 'application/json' }), `${this.label || 'table'}.profile.json`)
  }

  #chooseOther = async (): Promise<void> => {
    const file = await chooseFile('.json,application/json')
    if (file) await this.compareWith(await file.text(), file.name)
  }

  /** Compares with a saved profile, named `name`. */
  async compareWith(text: string, name: string): Promise<void> {
    const { source, profile } = this
    const before = readProfile(text)
    this._wrongFile = before ? undefined : name
    if (!before || !profile || !source?.compare) return
    try {
      const drift = await source.compare(before, profile)
      this._comparedWith = name
      this.drift = drift
    } catch (cause) {
      this._failure = reasonOf(cause, this.strings.renderText)
    }
  }
}

const reasonOf = (cause: unknown, renderText: (text: Text) => string): string => {
  const { message, hint } = renderProblem(problemOf(cause), renderText)
  return hint === undefined ? message : `${message} ${hint}`
}

function readProfile(text: string): TableProfile | undefined {
  try {
    return tableProfileSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
