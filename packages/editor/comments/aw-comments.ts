import type { CommentThread, SessionComment, SessionComments, WorkflowSession } from '@aw-flow/client'
import type { Problem } from '@aw-flow/schema'
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { AwCanvas } from '../canvas/aw-canvas.ts'
import { editorStrings, type EditorStrings } from '../elements/editor/editor-strings.ts'
import { renderProblemLine } from '../forms/problem-line.ts'
import { defineEvent, localEventInit } from '../define-event.ts'
import { getKey } from '../get-key.ts'
import { icon } from '../icons/icon.ts'
import { renderIconButton } from '../icons/icon-button.ts'
import { LanguageController } from '../language/language-controller.ts'
import { loadLazyTexts } from '../language/languages.ts'
import { SessionController } from '../session-controller.ts'
import { controls } from '../styles/controls.styles.ts'
import { tokens } from '../styles/tokens.styles.ts'
import { styles } from './aw-comments.styles.ts'
import { commentsStrings, type CommentsStrings } from './comments-strings.ts'
import { findArea, findSubject, isOnCanvas, type CommentSubject } from './comment-targets.ts'
import { element } from '../element.ts'

/** Fired when the user closes the panel. @public */
export class CommentsCloseEvent extends defineEvent('aw-comments-close', localEventInit) {}

declare global {
  interface HTMLElementEventMap {
    'aw-comments-close': CommentsCloseEvent
  }
  interface HTMLElementTagNameMap {
    'aw-comments': AwComments
  }
}

const maxSuggestions = 5
/** The id of the form for a new thread. Other forms have the id of their thread or comment. */
const newThread = 'new'

/**
 * A panel with the comments on a workflow, in threads. It appears with a server, which stores them.
 *
 * @event {CommentsCloseEvent} aw-comments-close - Fired when the user closes the panel.
 *
 * @public
 */
export class AwComments extends element({
  session: undefined as WorkflowSession | undefined,
  /** The canvas with what the comments are about. */
  canvas: undefined as AwCanvas | undefined,
  /** Ids of the nodes that contain the shown sub-workflow, outermost first. */
  path: [] as readonly string[],
  /** UI strings of the editor, with the language of times, the titles of node types and the texts of problems. */
  editorStrings: editorStrings as Pick<EditorStrings, 'language' | 'nodeTypes' | 'renderText'>,
  strings: commentsStrings as CommentsStrings,
  _openThread: undefined as string | undefined,
  _editedComment: undefined as string | undefined,
  _commentToRemove: undefined as string | undefined,
  _isShowingResolved: false,
  /** The name that the user types after `@`, and the form in which. */
  _mention: undefined as { form: string; start: string } | undefined,
  _isBusy: false,
  _problem: undefined as { form: string; problem: Problem } | undefined,
  _announcement: '',
}) {
  static override styles = [tokens, controls, styles]

  readonly #controller = new SessionController(this, ['comments', 'document'])
  #listeners = new AbortController()
  #observedCanvas: AwCanvas | undefined

  constructor() {
    super()
    this.addController(
      new LanguageController(this, commentsStrings, (locale) => loadLazyTexts(locale, 'comments', commentsStrings)),
    )
  }

  get #comments(): SessionComments | undefined {
    return this.#controller.session?.comments
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.requestUpdate()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#observe(undefined)
  }

  override willUpdate(changed: PropertyValues): void {
    // Pages that are not connected to the others read the comments when they are shown.
    if (changed.has('session') && !this.#controller.session?.live?.isConnected)
      void this.#comments?.load().catch(() => undefined)
  }

  override updated(): void {
    if (this.isConnected) this.#observe(this.canvas)
  }

  /** Shows a thread, or the form for a new one, and moves focus there. */
  async focusOn(thread?: string): Promise<void> {
    const comments = this.#comments?.threads
    const shown = comments?.find(({ id, comments: all }) => id === thread || all.some((other) => other.id === thread))
    if (shown?.isResolved) this._isShowingResolved = true
    this._openThread = shown?.id ?? this._openThread
    await this.updateComplete
    const element = shown
      ? this.renderRoot.querySelector<HTMLElement>(`#thread-${CSS.escape(shown.id)}`)
      : this.renderRoot.querySelector<HTMLElement>('textarea, .title')
    element?.scrollIntoView({ block: 'nearest' })
    element?.focus()
  }

  override render(): unknown {
    const { strings } = this
    const comments = this.#comments
    return html`
      <div class="bar">
        <h2>${strings.title}</h2>
        ${renderIconButton('x', strings.close, () => this.dispatchEvent(new CommentsCloseEvent()))}
      </div>
      <div class="body" @keydown=${this.#onKey}>
        ${comments ? html`${this.#renderNew(comments)} ${this.#renderThreads(comments)}` : nothing}
        <div class="visually-hidden" role="status">${this._announcement}</div>
      </div>
    `
  }

  #renderNew({ canComment, people }: SessionComments): TemplateResult | typeof nothing {
    const { strings } = this
    const subject = this.#findSubject()
    if (!canComment) return html`<p class="muted small">${strings.viewOnly}</p>`
    if (!subject) return nothing
    const isPlace = subject.target.kind === 'place'
    const help = [...(isPlace ? [strings.selectHelp] : []), ...(people.length > 0 ? [strings.mentionHelp] : [])]
    return html`${this.#renderForm(newThread, {
      label: strings.commentOn(isPlace ? strings.place : subject.targetName),
      submit: strings.add,
      send: (comments, text) => comments.add(subject, text),
    })}
    ${help.length > 0 ? html`<p class="muted small">${help.join(' ')}</p>` : nothing}`
  }

  #renderThreads({ threads, canComment }: SessionComments): TemplateResult {
    const { strings } = this
    const resolvedCount = threads.filter(({ isResolved }) => isResolved).length
    const shown = threads.filter(({ isResolved }) => this._isShowingResolved || !isResolved).toReversed()
    return html`${
      resolvedCount > 0
        ? html`<label>
            <input
              type="checkbox"
              .checked=${this._isShowingResolved}
              @change=${(event: Event) => (this._isShowingResolved = (event.target as HTMLInputElement).checked)}
            />
            ${strings.showResolved(resolvedCount)}
          </label>`
        : nothing
    }
    ${
      shown.length === 0
        ? html`<p class="muted">${strings.none}</p>`
        : html`<ul class="threads" aria-label=${strings.list}>
            ${repeat(
              shown,
              ({ id }) => id,
              (thread) => this.#renderThread(thread, canComment),
            )}
          </ul>`
    }`
  }

  #renderThread(thread: CommentThread, canComment: boolean): TemplateResult {
    const { strings } = this
    const { id, isResolved, comments } = thread
    const name = this.#describeTarget(thread)
    const isOpen = this._openThread === id
    return html`<li>
      <article class=${isOpen ? 'open' : ''} aria-label=${name}>
        <button
          type="button"
          class="quiet title"
          id="thread-${id}"
          aria-expanded=${isOpen}
          @click=${() => this.#toggle(thread)}
        >
          <strong>${name}</strong>${isResolved ? html`<span class="muted small">${strings.resolved}</span>` : nothing}
        </button>
        ${(isOpen ? comments : comments.slice(0, 1)).map((comment) => this.#renderComment(comment, thread, canComment))}
        ${
          !isOpen
            ? comments.length > 1
              ? html`<p class="muted small">${strings.threadMark(strings.title, comments.length)}</p>`
              : nothing
            : canComment
              ? html`${this.#renderForm(id, {
                    label: strings.replyTo(name),
                    submit: strings.reply,
                    send: (all, text) => all.reply(id, text),
                  })}
                  <button
                    type="button"
                    ?disabled=${this._isBusy}
                    @click=${() => void this.#send(id, (all) => all.change(id, { resolved: !isResolved }))}
                  >
                    ${isResolved ? strings.reopen : html`${icon('circle-check')} ${strings.resolve}`}
                  </button>`
              : nothing
        }
      </article>
    </li>`
  }

  #renderComment(comment: SessionComment, thread: CommentThread, canComment: boolean): TemplateResult {
    const { strings } = this
    const { language } = this.editorStrings
    const { id, author, isOwn, isVisitor, createdAt, text } = comment
    const name = author ?? (isOwn ? strings.you : isVisitor ? strings.visitor : strings.unknownAuthor)
    const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(createdAt)
    const actions =
      isOwn && canComment && this._openThread === thread.id
        ? html`${renderIconButton('pencil', strings.edit, () => (this._editedComment = id))}
          ${renderIconButton('trash', strings.remove, () => (this._commentToRemove = id))}`
        : nothing
    return html`<div class="comment">
      <div class="author">
        <strong>${name}</strong
        ><time class="muted small" datetime=${new Date(createdAt).toISOString()}>${time}</time>${actions}
      </div>
      ${
        this._editedComment === id
          ? this.#renderForm(id, {
              label: strings.edit,
              submit: strings.save,
              value: text,
              send: (all, newText) => all.change(id, { text: newText }),
            })
          : html`<p class="text" dir="auto">${text}</p>`
      }
      ${this._commentToRemove === id ? this.#renderRemoval(comment, thread) : nothing}
    </div>`
  }

  #renderRemoval({ id }: SessionComment, thread: CommentThread): TemplateResult {
    const { strings } = this
    const hasReplies = id === thread.id && thread.comments.length > 1
    return html`<div class="row" role="group">
      <span>${hasReplies ? strings.removeThreadQuestion : strings.removeQuestion}</span>
      <button type="button" @click=${() => void this.#send(thread.id, (comments) => comments.remove(id))}>
        ${strings.confirmRemoval}
      </button>
      <button type="button" class="quiet" @click=${() => (this._commentToRemove = undefined)}>${strings.cancel}</button>
    </div>`
  }

  #renderForm(
    id: string,
    form: {
      label: string
      submit: string
      value?: string
      send(comments: SessionComments, text: string): Promise<Problem | undefined>
    },
  ): TemplateResult {
    const problem = this._problem?.form === id ? this._problem.problem : undefined
    const submit = async (event: Event): Promise<void> => {
      event.preventDefault()
      const field = (event.currentTarget as HTMLElement).closest('form')!.querySelector('textarea')!
      const text = field.value.trim()
      if (text === '' || this._isBusy) return
      // The text stays in the field until the server has it.
      if (!(await this.#send(id, (comments) => form.send(comments, text)))) return
      field.value = ''
      this._announcement = this.strings.added
    }
    return html`<form class="form" @submit=${submit}>
      <label for="text-${id}">${form.label}</label>
      <textarea
        id="text-${id}"
        dir="auto"
        rows="2"
        maxlength="10000"
        .value=${form.value ?? ''}
        @input=${(event: Event) => this.#findMention(id, event.target as HTMLTextAreaElement)}
        @keydown=${(event: KeyboardEvent) => {
          if (getKey(event) === 'Enter' && (event.ctrlKey || event.metaKey)) void submit(event)
        }}
      ></textarea>
      ${this.#renderSuggestions(id)}
      ${problem ? html`<div role="alert">${renderProblemLine(problem, this.editorStrings.renderText)}</div>` : nothing}
      <div class="row"><button type="submit" class="primary" ?disabled=${this._isBusy}>${form.submit}</button></div>
    </form>`
  }

  #renderSuggestions(form: string): TemplateResult | typeof nothing {
    if (this._mention?.form !== form) return nothing
    const start = this._mention.start.toLowerCase()
    const people = (this.#comments?.people ?? []).filter(({ name }) => name.toLowerCase().startsWith(start))
    return html`<div class="row" role="group">
      ${people
        .slice(0, maxSuggestions)
        .map(
          ({ name }) =>
            html`<button
              type="button"
              aria-label=${this.strings.mention(name)}
              @click=${() => this.#insertMention(form, name)}
            >
              @${name}
            </button>`,
        )}
    </div>`
  }

  #findMention(form: string, { value, selectionStart }: HTMLTextAreaElement): void {
    const start = /(?:^|[^\p{L}\p{N}_.])@([^@\n]{0,60})$/u.exec(value.slice(0, selectionStart))?.[1]
    this._mention = start === undefined ? undefined : { form, start }
  }

  #insertMention(form: string, name: string): void {
    const field = this.renderRoot.querySelector<HTMLTextAreaElement>(`#text-${CSS.escape(form)}`)
    const mention = this._mention
    this._mention = undefined
    if (!field || !mention) return
    const end = field.selectionStart
    field.setRangeText(`${name} `, end - mention.start.length, end, 'end')
    field.focus()
  }

  /** Sends a change. Returns whether the server has accepted it. */
  async #send(form: string, change: (comments: SessionComments) => Promise<Problem | undefined>): Promise<boolean> {
    const comments = this.#comments
    if (!comments) return false
    this._isBusy = true
    const problem = await change(comments)
    this._isBusy = false
    this._problem = problem && { form, problem }
    if (problem) return false
    this._editedComment = undefined
    this._commentToRemove = undefined
    this._mention = undefined
    return true
  }

  #findSubject(): CommentSubject | undefined {
    const { canvas, path, strings } = this
    return canvas?.activeSession && findSubject(canvas, path, strings, this.editorStrings.nodeTypes)
  }

  #describeTarget({ target, targetName }: CommentThread): string {
    const { canvas, path, strings } = this
    const { nodeTypes } = this.editorStrings
    if (target.kind === 'run') return targetName || strings.runName
    if (target.kind === 'cell') return targetName || strings.cell(target.column, target.row + 1)
    if (target.kind === 'place' || !canvas?.activeSession || !isOnCanvas(target, path))
      return targetName || strings.placeName
    const node = target.kind === 'node' && canvas.document.nodes.find(({ id }) => id === target.id)
    if (node) return nodeTypes.getLabel(node) || node.type
    return findArea(canvas, target) ? targetName : strings.gone(targetName || target.id)
  }

  #toggle(thread: CommentThread): void {
    const { canvas, path } = this
    const isOpen = this._openThread === thread.id
    this._openThread = isOpen ? undefined : thread.id
    if (isOpen || !canvas || !isOnCanvas(thread.target, path)) return
    const area = findArea(canvas, thread.target)
    if (area) canvas.revealArea(area)
  }

  #observe(canvas: AwCanvas | undefined): void {
    if (canvas === this.#observedCanvas) return
    this.#observedCanvas = canvas
    this.#listeners.abort()
    this.#listeners = new AbortController()
    canvas?.addEventListener('aw-selection-change', () => this.requestUpdate(), { signal: this.#listeners.signal })
  }

  #onKey = (event: KeyboardEvent): void => {
    if (getKey(event) !== 'Escape' || event.defaultPrevented) return
    event.preventDefault()
    event.stopPropagation()
    if (this._mention) this._mention = undefined
    else if (this._commentToRemove !== undefined) this._commentToRemove = undefined
    else if (this._editedComment !== undefined) this._editedComment = undefined
    else this.dispatchEvent(new CommentsCloseEvent())
  }
}
