import type { WorkflowSession, WorkflowVersions } from '@aw-flow/client'
import type { Conflict, NodeType, Workflow } from '@aw-flow/schema'
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { AwCanvas } from '../canvas/aw-canvas.ts'
import { createContentBuilder } from '../canvas/node-content.ts'
import { diffScenes } from '@aw-flow/canvas'
import { defineEvent, localEventInit } from '../define-event.ts'
import { renderIconButton } from '../icons/icon-button.ts'
import { SessionController } from '../session-controller.ts'
import { controls } from '../styles/controls.styles.ts'
import { tokens } from '../styles/tokens.styles.ts'
import { styles } from './aw-versions.styles.ts'
import { renderChangeList, maxListedChanges, type ChangeListItem } from './change-list.ts'
import type { ChangeContext } from './describe-change.ts'
import { Comparison, type ComparisonResult } from './comparison.ts'
import { renderConflictList } from './conflict-list.ts'
import { showOnCanvas } from './show-on-canvas.ts'
import { renderVersionList, getVersionTitle } from './version-list.ts'
import { versionsStrings, type VersionsStrings } from './versions-strings.ts'
import { getKey } from '../get-key.ts'
import { element } from '../element.ts'

/** Fired when the user closes the panel. @public */
export class VersionsCloseEvent extends defineEvent('aw-versions-close', localEventInit) {}

/** Fired when the document to show on the canvas changes. @public */
export class VersionShowEvent extends defineEvent<{
  /** The version to show; `undefined` for the current document. */
  readonly document: Workflow | undefined
}>('aw-version-show', localEventInit) {}

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
 * A panel for saving, comparing and restoring versions of a workflow and for resolving merge conflicts. A version is
 * compared with the current document or with another version. Changes are listed, and marked on `canvas`.
 *
 * @event {VersionsCloseEvent} aw-versions-close - Fired when the user closes the panel.
 * @event {VersionShowEvent} aw-version-show - Fired when the document to show on the canvas changes.
 *
 * @public
 */
export class AwVersions extends element(
  {
    session: undefined as WorkflowSession | undefined,
    /** The canvas on which changes are marked. If absent, changes are only listed. */
    canvas: undefined as AwCanvas | undefined,
    /** Ids of the nodes that contain the shown sub-workflow, outermost first. */
    path: [] as readonly string[],
    readonly: false,
    strings: versionsStrings as VersionsStrings,
    /** Number of the base version of the comparison; `undefined` if no version is compared. */
    _baseNumber: undefined as number | undefined,
    /** Number of the version to compare the base with; `undefined` for the current document. */
    _otherNumber: undefined as number | undefined,
    _isShowingVersion: false,
    _activeIndex: -1,
    _versionToRename: undefined as number | undefined,
    _versionToDelete: undefined as number | undefined,
    _announcement: '',
  },
  { readonly: { type: Boolean } },
) {
  static override styles = [tokens, controls, styles]

  #controller = new SessionController(this, ['versions', 'document', 'catalogue'], () => this.requestUpdate())
  readonly #comparison = new Comparison(
    () => this.#controller.session,
    () => this.requestUpdate(),
  )
  #result: ComparisonResult | undefined
  #displayedDocument: Workflow | undefined
  #markedResult: ComparisonResult | undefined

  get versions(): WorkflowVersions | undefined {
    return this.#controller.session?.document.versions
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    if (this.canvas) this.canvas.diff = undefined
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('session')) this.#comparison.reset()
    if (changed.has('_baseNumber') || changed.has('path')) this._activeIndex = -1
    const { _baseNumber: number, path } = this
    const base = number === undefined ? undefined : this.#comparison.getWorkflow(number, path)
    this.#result = this.#comparison.compare(base, this.#comparison.getWorkflow(this._otherNumber, path))
  }

  override updated(changed: PropertyValues): void {
    this.#updateCanvas()
    if (changed.has('_activeIndex'))
      this.renderRoot.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })
    if (changed.has('_versionToRename')) this.renderRoot.querySelector<HTMLInputElement>('.renamed')?.select()
  }

  /** Focuses the field for the name of a new version, or the first conflict or version in the list. */
  focusOn(target: 'name' | 'list'): void {
    const firstItem =
      target === 'list' ? this.renderRoot.querySelector<HTMLElement>('.conflict input, .head') : undefined
    ;(firstItem ?? this.renderRoot.querySelector<HTMLElement>('#name'))?.focus()
  }

  /** Selects the next or previous change. Wraps around at the ends of the list. */
  step(direction: 1 | -1): void {
    const count = Math.min(this.#listChangeItems().length, maxListedChanges)
    if (count > 0)
      this.#selectChange(
        this._activeIndex < 0 && direction < 0 ? count - 1 : (this._activeIndex + direction + count) % count,
      )
  }

  override render(): unknown {
    const { strings, versions, readonly } = this
    const document = this.#controller.session?.document.current
    return html`
      <div class="bar">
        <h2>${strings.title}</h2>
        ${renderIconButton('x', strings.close, () => this.dispatchEvent(new VersionsCloseEvent()))}
      </div>
      <div class="body" @keydown=${this.#onKey}>
        ${
          versions && document
            ? html`${renderConflictList({
                versions,
                document,
                readonly,
                context: this.#createContext([document]),
                show: this.#showConflict,
              })}
              ${readonly ? nothing : this.#renderSaveForm()}
              ${renderVersionList({
                list: versions.list,
                strings,
                readonly,
                comparedVersion: this._baseNumber,
                renderComparison: () => this.#renderComparison(),
                versionToRename: this._versionToRename,
                versionToDelete: this._versionToDelete,
                compare: (number) => this.compare(this._baseNumber === number ? undefined : number),
                rename: (number) => (this._versionToRename = number),
                saveName: (number, name) => void this.#rename(versions, number, name),
                remove: (number) => (this._versionToDelete = number),
                confirmRemoval: (number) => void this.#remove(versions, number),
              })}`
            : html`<p class="muted">${strings.absent}</p>`
        }
        <div class="visually-hidden" role="status">${this._announcement}</div>
      </div>
    `
  }

  #renderSaveForm(): TemplateResult {
    const { strings } = this
    return html`<form class="save-form" @submit=${this.#onSaveSubmit}>
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
        <button type="submit">${strings.save}</button>
      </div>
    </form>`
  }

  #renderComparison(): TemplateResult {
    const { strings, versions, readonly } = this
    const otherVersions = (versions?.list ?? []).filter(({ number }) => number !== this._baseNumber)
    const items = this.#listChangeItems()
    const isUnreadable = this._baseNumber !== undefined && this.#comparison.isUnreadable(this._baseNumber)
    const isLoaded = this.#result !== undefined
    return html`<section class="compared">
      <label class="with"
        >${strings.compareWith}
        <select @change=${this.#onCompareWithChange}>
          <option value="" ?selected=${this._otherNumber === undefined}>${strings.currentVersion}</option>
          ${otherVersions.map(
            (version) =>
              html`<option value=${version.number} ?selected=${this._otherNumber === version.number}>
                ${getVersionTitle(version, strings)}
              </option>`,
          )}
        </select>
      </label>
      <label>
        <input type="checkbox" .checked=${this._isShowingVersion} @change=${this.#onShowVersion} />
        ${strings.showVersion}
      </label>
      <div class="count">
        <h3>
          ${isUnreadable ? strings.unreadable : isLoaded ? strings.changes(items.length) : strings.missingSubworkflow}
        </h3>
        ${renderIconButton('chevron-up', strings.previous, () => this.step(-1), { isDisabled: items.length === 0 })}
        ${renderIconButton('chevron-down', strings.next, () => this.step(1), { isDisabled: items.length === 0 })}
      </div>
      ${
        items.length > 0 && this.#result
          ? renderChangeList({
              items,
              activeIndex: this._activeIndex,
              context: this.#createContext([this.#result.other, this.#result.base]),
              onSelect: (index) => this.#selectChange(index),
            })
          : nothing
      }
      <div class="row">
        ${
          readonly || isUnreadable
            ? nothing
            : html`<button type="button" class="primary" @click=${this.#restore}>${strings.restore}</button>`
        }
        <button type="button" class="quiet" @click=${() => this.compare(undefined)}>${strings.stop}</button>
      </div>
    </section>`
  }

  /** Compares a version with the current document, or ends the comparison (`undefined`). */
  compare(number: number | undefined): void {
    this._baseNumber = number
    this._otherNumber = undefined
    this._isShowingVersion = false
    if (number !== undefined) void this.#comparison.load(number)
  }

  #listChangeItems(): readonly ChangeListItem[] {
    return this.#comparison.getChangeList(this.#result, (documents) => this.#createContext(documents))
  }

  /** Updates which document the canvas shows, and the changes that are marked on it. */
  #updateCanvas(): void {
    const result = this.#result
    const otherDocument = this._otherNumber === undefined ? undefined : result?.other
    const displayedDocument = this._isShowingVersion ? result?.base : otherDocument
    if (displayedDocument !== this.#displayedDocument) {
      this.#displayedDocument = displayedDocument
      this.dispatchEvent(new VersionShowEvent({ document: displayedDocument }))
    }
    const { canvas } = this
    const markedResult = this._isShowingVersion ? undefined : result
    if (!canvas || markedResult === this.#markedResult) return
    this.#markedResult = markedResult
    canvas.diff =
      markedResult &&
      diffScenes(
        markedResult.base,
        markedResult.other,
        markedResult.changes,
        this.#types,
        createContentBuilder(canvas.strings),
      )
  }

  get #types(): ReadonlyMap<string, NodeType> {
    const types = this.strings.nodeTypes.translateTypes(this.#controller.session?.engine.catalog ?? [])
    return new Map(types.map((type) => [type.type, type]))
  }

  #createContext(documents: readonly Workflow[]): ChangeContext {
    return { documents, types: this.#types, strings: this.strings }
  }

  #selectChange(index: number): void {
    const item = this.#listChangeItems()[index]
    this._activeIndex = index
    if (!item) return
    this._announcement = this.strings.describeChange(item.label, this.strings.kinds[item.change.kind])
    if (this.canvas) showOnCanvas(this.canvas, item.visibleChange)
  }

  #showConflict = ({ workflowPath, path }: Conflict): void => {
    const [firstSegment] = workflowPath
    const [list, id] = firstSegment ? ['nodes', firstSegment.node] : path
    const subject = ({ nodes: 'node', edges: 'edge', groups: 'group', notes: 'note' } as const)[list ?? '']
    if (this.canvas && subject && id !== undefined && this.path.length === 0) showOnCanvas(this.canvas, { subject, id })
  }

  #onSaveSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    const form = event.target as HTMLFormElement
    const value = new FormData(form).get('name')
    const name = typeof value === 'string' ? value.trim() : ''
    if (name === '') return
    form.reset()
    void this.#saveVersion(name)
  }

  async #saveVersion(name: string): Promise<void> {
    if (await this.versions?.save(name)) this._announcement = this.strings.saved(name)
  }

  async #rename(versions: WorkflowVersions, number: number, name: string): Promise<void> {
    await versions.rename(number, name)
    this._versionToRename = undefined
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>(`[data-version="${number}"]`)?.focus()
  }

  async #remove(versions: WorkflowVersions, number: number): Promise<void> {
    if (this._baseNumber === number) this.compare(undefined)
    await versions.remove(number)
    this._versionToDelete = undefined
    await this.updateComplete
    this.focusOn('list')
  }

  #restore = async (): Promise<void> => {
    const number = this._baseNumber
    const version = this.versions?.list.find((candidate) => candidate.number === number)
    if (!version) return
    this.compare(undefined)
    await this.versions?.restore(version.number)
    this._announcement = this.strings.restored(getVersionTitle(version, this.strings))
    await this.updateComplete
    this.focusOn('list')
  }

  #onCompareWithChange = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement
    this._otherNumber = value === '' ? undefined : Number(value)
    if (this._otherNumber !== undefined) void this.#comparison.load(this._otherNumber)
  }

  #onShowVersion = (event: Event): void => {
    this._isShowingVersion = (event.target as HTMLInputElement).checked
  }

  #onKey = (event: KeyboardEvent): void => {
    if (getKey(event) !== 'Escape' || event.defaultPrevented) return
    event.preventDefault()
    event.stopPropagation()
    if (this._versionToDelete !== undefined) this._versionToDelete = undefined
    else if (this._baseNumber !== undefined) this.compare(undefined)
    else this.dispatchEvent(new VersionsCloseEvent())
  }
}
