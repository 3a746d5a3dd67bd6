import type { WorkflowSession, WorkflowVersions } from '@aw-flow/client'
import type { Conflict, NodeType, Workflow } from '@aw-flow/schema'
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { AwCanvas } from '../canvas/aw-canvas.ts'
import { faceMaker } from '../canvas/node-face.ts'
import { diffScenes } from '@aw-flow/canvas'
import { defineEvent, local } from '../define-event.ts'
import { toolButton } from '../elements/editor/editor-toolbar.ts'
import { SessionController } from '../session-controller.ts'
import { controls } from '../styles/controls.styles.ts'
import { tokens } from '../styles/tokens.styles.ts'
import { styles } from './aw-versions.styles.ts'
import { changeList, maxListed, type ListedChange } from './change-list.ts'
import type { Worded } from './change-words.ts'
import { Comparison, type Compared } from './comparison.ts'
import { conflictList } from './conflict-list.ts'
import { showOnCanvas } from './show-on-canvas.ts'
import { versionList, versionTitle } from './version-list.ts'
import { versionsStrings, type VersionsStrings } from './versions-strings.ts'

/** The user closes the panel. @public */
export class VersionsCloseEvent extends defineEvent('aw-versions-close', local) {}

/** The user wants to see another state of the document on the canvas; `undefined`: the current one. @public */
export class VersionShowEvent extends defineEvent<{ readonly document: Workflow | undefined }>(
  'aw-version-show',
  local,
) {}

declare global {
  interface HTMLElementEventMap {
    'aw-versions-close': VersionsCloseEvent
    'aw-version-show': VersionShowEvent
  }
  interface HTMLElementTagNameMap {
    'aw-versions': AwVersions
  }
}

/**
 * The versions of a workflow: saved, compared with the current document or with each other, restored; and the
 * conflicts of a merge. Changes are marked on `canvas`.
 *
 * @event {VersionsCloseEvent} aw-versions-close - The user closes the panel.
 * @event {VersionShowEvent} aw-version-show - Another state of the document is requested on the canvas.
 *
 * @public
 */
export class AwVersions extends LitElement {
  static override styles = [tokens, controls, styles]
  static override properties = {
    session: { attribute: false },
    canvas: { attribute: false },
    path: { attribute: false },
    readonly: { type: Boolean },
    strings: { attribute: false },
    _compared: { state: true },
    _with: { state: true },
    _asItWas: { state: true },
    _active: { state: true },
    _renaming: { state: true },
    _removing: { state: true },
    _announcement: { state: true },
  }

  declare session: WorkflowSession | undefined
  /** The canvas on which changes are marked; without it, they are only listed. */
  declare canvas: AwCanvas | undefined
  /** Node ids that lead to the shown sub-workflow. */
  declare path: readonly string[]
  declare readonly: boolean
  declare strings: VersionsStrings
  /** The version that is compared with. */
  declare private _compared: number | undefined
  /** The version compared with it; `undefined`: the current document. */
  declare private _with: number | undefined
  declare private _asItWas: boolean
  declare private _active: number
  declare private _renaming: number | undefined
  declare private _removing: number | undefined
  declare private _announcement: string

  #source = new SessionController(this, ['versions', 'document', 'catalogue'], () => this.requestUpdate())
  readonly #comparison = new Comparison(
    () => this.#source.session,
    () => this.requestUpdate(),
  )
  #compared: Compared | undefined
  #shown: Workflow | undefined
  #marked: Compared | undefined

  constructor() {
    super()
    this.path = []
    this.readonly = false
    this.strings = versionsStrings
    this._asItWas = false
    this._active = -1
    this._announcement = ''
  }

  get versions(): WorkflowVersions | undefined {
    return this.#source.session?.document.versions
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    if (this.canvas) this.canvas.diff = undefined
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('session')) this.#comparison.forget()
    if (changed.has('_compared') || changed.has('path')) this._active = -1
    const { _compared: number, path } = this
    const base = number === undefined ? undefined : this.#comparison.document(number, path)
    this.#compared = this.#comparison.between(base, this.#comparison.document(this._with, path))
  }

  override updated(changed: PropertyValues): void {
    this.#mark()
    if (changed.has('_active')) this.renderRoot.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })
    if (changed.has('_renaming')) this.renderRoot.querySelector<HTMLInputElement>('.renamed')?.select()
  }

  /** Focuses the name field for the current state, or the first version. */
  focusOn(on: 'name' | 'list'): void {
    const head = on === 'list' ? this.renderRoot.querySelector<HTMLElement>('.conflict input, .head') : undefined
    ;(head ?? this.renderRoot.querySelector<HTMLElement>('#name'))?.focus()
  }

  /** Moves to the next or previous change, cyclically. */
  step(by: 1 | -1): void {
    const count = Math.min(this.#lines().length, maxListed)
    if (count > 0) this.#choose(this._active < 0 && by < 0 ? count - 1 : (this._active + by + count) % count)
  }

  override render(): unknown {
    const { strings, versions, readonly } = this
    const document = this.#source.session?.document.current
    return html`
      <div class="bar">
        <h2>${strings.title}</h2>
        ${toolButton('x', strings.close, false, () => this.dispatchEvent(new VersionsCloseEvent()))}
      </div>
      <div class="body" @keydown=${this.#onKey}>
        ${
          versions && document
            ? html`${conflictList({
                versions,
                document,
                readonly,
                worded: this.#worded([document]),
                show: this.#showConflict,
              })}
              ${readonly ? nothing : this.#renderKeep()}
              ${versionList({
                list: versions.list,
                strings,
                readonly,
                compared: this._compared,
                comparison: () => this.#renderComparison(),
                renaming: this._renaming,
                removing: this._removing,
                compare: (number) => this.compare(this._compared === number ? undefined : number),
                rename: (number) => (this._renaming = number),
                renamed: (number, name) => void this.#rename(versions, number, name),
                remove: (number) => (this._removing = number),
                removed: (number) => void this.#remove(versions, number),
              })}`
            : html`<p class="muted">${strings.absent}</p>`
        }
        <div class="visually-hidden" role="status">${this._announcement}</div>
      </div>
    `
  }

  #renderKeep(): TemplateResult {
    const { strings } = this
    return html`<form class="keep" @submit=${this.#keep}>
      <label for="name">${strings.name}</label>
      <div class="row">
        <input
          id="name"
          name="name"
          type="text"
          required
          maxlength="200"
          autocomplete="off"
          placeholder=${strings.namePlaceholder}
        />
        <button type="submit">${strings.keep}</button>
      </div>
    </form>`
  }

  #renderComparison(): TemplateResult {
    const { strings, versions, readonly } = this
    const others = (versions?.list ?? []).filter(({ number }) => number !== this._compared)
    const lines = this.#lines()
    const isGone = this._compared !== undefined && this.#comparison.isGone(this._compared)
    const isThere = this.#compared !== undefined
    return html`<section class="compared">
      <label class="with"
        >${strings.with}
        <select @change=${this.#onWith}>
          <option value="" ?selected=${this._with === undefined}>${strings.now}</option>
          ${others.map(
            (version) =>
              html`<option value=${version.number} ?selected=${this._with === version.number}>
                ${versionTitle(version, strings)}
              </option>`,
          )}
        </select>
      </label>
      <label>
        <input type="checkbox" .checked=${this._asItWas} @change=${this.#onAsItWas} />
        ${strings.asItWas}
      </label>
      <div class="count">
        <h3>${isGone ? strings.gone : isThere ? strings.changes(lines.length) : strings.notThere}</h3>
        ${toolButton('chevron-up', strings.previous, lines.length === 0, () => this.step(-1))}
        ${toolButton('chevron-down', strings.next, lines.length === 0, () => this.step(1))}
      </div>
      ${
        lines.length > 0 && this.#compared
          ? changeList({
              listed: lines,
              active: this._active,
              worded: this.#worded([this.#compared.other, this.#compared.base]),
              choose: (index) => this.#choose(index),
            })
          : nothing
      }
      <div class="row">
        ${
          readonly || isGone
            ? nothing
            : html`<button type="button" class="primary" @click=${this.#restore}>${strings.restore}</button>`
        }
        <button type="button" class="quiet" @click=${() => this.compare(undefined)}>${strings.stop}</button>
      </div>
    </section>`
  }

  /** Compares with a version; `undefined` ends the comparison. */
  compare(number: number | undefined): void {
    this._compared = number
    this._with = undefined
    this._asItWas = false
    if (number !== undefined) void this.#comparison.read(number)
  }

  #lines(): readonly ListedChange[] {
    return this.#comparison.lines(this.#compared, (documents) => this.#worded(documents))
  }

  /** What the canvas shows: a version, the compared version, or the current document. */
  #mark(): void {
    const compared = this.#compared
    const other = this._with === undefined ? undefined : compared?.other
    const shown = this._asItWas ? compared?.base : other
    if (shown !== this.#shown) {
      this.#shown = shown
      this.dispatchEvent(new VersionShowEvent({ document: shown }))
    }
    const { canvas } = this
    const marked = this._asItWas ? undefined : compared
    if (!canvas || marked === this.#marked) return
    this.#marked = marked
    canvas.diff =
      marked && diffScenes(marked.base, marked.other, marked.changes, this.#types, faceMaker(canvas.strings))
  }

  get #types(): ReadonlyMap<string, NodeType> {
    const types = this.strings.nodeTypes.types(this.#source.session?.engine.catalogue ?? [])
    return new Map(types.map((type) => [type.type, type]))
  }

  #worded(documents: readonly Workflow[]): Worded {
    return { documents, types: this.#types, strings: this.strings }
  }

  #choose(index: number): void {
    const line = this.#lines()[index]
    this._active = index
    if (!line) return
    this._announcement = this.strings.is(line.words, this.strings.kinds[line.change.kind])
    if (this.canvas) showOnCanvas(this.canvas, line.shown)
  }

  #showConflict = ({ inside, path }: Conflict): void => {
    const [first] = inside
    const [list, id] = first ? ['nodes', first.node] : path
    const about = ({ nodes: 'node', edges: 'edge', groups: 'group', notes: 'note' } as const)[list ?? '']
    if (this.canvas && about && id !== undefined && this.path.length === 0) showOnCanvas(this.canvas, { about, id })
  }

  #keep = (event: SubmitEvent): void => {
    event.preventDefault()
    const form = event.target as HTMLFormElement
    const value = new FormData(form).get('name')
    const name = typeof value === 'string' ? value.trim() : ''
    if (name === '') return
    form.reset()
    void this.#kept(name)
  }

  async #kept(name: string): Promise<void> {
    if (await this.versions?.save(name)) this._announcement = this.strings.kept(name)
  }

  async #rename(versions: WorkflowVersions, number: number, name: string): Promise<void> {
    await versions.rename(number, name)
    this._renaming = undefined
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>(`[data-version="${number}"]`)?.focus()
  }

  async #remove(versions: WorkflowVersions, number: number): Promise<void> {
    if (this._compared === number) this.compare(undefined)
    await versions.remove(number)
    this._removing = undefined
    await this.updateComplete
    this.focusOn('list')
  }

  #restore = async (): Promise<void> => {
    const number = this._compared
    const version = this.versions?.list.find((one) => one.number === number)
    if (!version) return
    this.compare(undefined)
    await this.versions?.restore(version.number)
    this._announcement = this.strings.restored(versionTitle(version, this.strings))
    await this.updateComplete
    this.focusOn('list')
  }

  #onWith = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement
    this._with = value === '' ? undefined : Number(value)
    if (this._with !== undefined) void this.#comparison.read(this._with)
  }

  #onAsItWas = (event: Event): void => {
    this._asItWas = (event.target as HTMLInputElement).checked
  }

  #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    event.stopPropagation()
    if (this._removing !== undefined) this._removing = undefined
    else if (this._compared !== undefined) this.compare(undefined)
    else this.dispatchEvent(new VersionsCloseEvent())
  }
}
