import type { WorkflowSession } from '@aw-flow/client'
import type { Conflict } from '@aw-flow/schema'
import { getNodeRect, type Point } from '@aw-flow/canvas'
import { css, html, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { AwCanvas } from '../canvas/aw-canvas.ts'
import { getKey } from '../get-key.ts'
import { icon } from '../icons/icon.ts'
import { renderIconButton } from '../icons/icon-button.ts'
import { LanguageController } from '../language/language-controller.ts'
import { loadLazyTexts } from '../language/languages.ts'
import { SessionController } from '../session-controller.ts'
import { controls } from '../styles/controls.styles.ts'
import { tokens } from '../styles/tokens.styles.ts'
import { findArea, getMarkPoint, isOnCanvas } from './comment-targets.ts'
import { CommentOpenEvent } from './comment-open-event.ts'
import { commentsStrings, type CommentsStrings } from './comments-strings.ts'
import { renderConflict } from '../versions/conflict-list.ts'
import { describeItem, type ChangeContext } from '../versions/describe-change.ts'
import { versionsStrings, type VersionsStrings } from '../versions/versions-strings.ts'
import { element } from '../element.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-canvas-marks': AwCanvasMarks
  }
}

/** Threads with the same target. */
interface Mark {
  readonly thread: string
  readonly name: string
  readonly count: number
  readonly x: number
  readonly y: number
}

/** The conflicts about a node, an edge or a note. */
interface ConflictMark {
  readonly key: string
  readonly subject: 'node' | 'edge' | 'note'
  readonly id: string
  readonly conflicts: readonly Conflict[]
  readonly point: Point
}

/** Width of the card with the sides, and the height that it needs at least, in px. */
const [cardWidth, minCardHeight] = [360, 220]

const subjects: Readonly<Record<string, ConflictMark['subject']>> = {
  nodes: 'node',
  inputs: 'node',
  edges: 'edge',
  notes: 'note',
}

/**
 * Marks over a canvas, each of which is a button: where there are open comments, and conflicts of a merge, whose sides
 * it shows beside each other.
 *
 * @event {CommentOpenEvent} aw-comment-open - Fired when the user opens a thread of comments.
 *
 * @public
 */
export class AwCanvasMarks extends element(
  {
    /** The session with the comments. */
    session: undefined as WorkflowSession | undefined,
    /** The canvas that this element covers. */
    canvas: undefined as AwCanvas | undefined,
    /** Ids of the nodes that contain the shown sub-workflow, outermost first. */
    path: [] as readonly string[],
    /** Set if the user cannot resolve conflicts. */
    readonly: false,
    strings: commentsStrings as CommentsStrings,
    versionsStrings: versionsStrings as VersionsStrings,
    _openConflict: undefined as string | undefined,
  },
  { readonly: { type: Boolean } },
) {
  static override styles = [
    tokens,
    controls,
    css`
      :host {
        position: absolute;
        inset: 0;
        overflow: hidden;
        pointer-events: none;
      }

      .mark {
        position: absolute;
        inset-block-start: 0;
        left: 0;
        display: flex;
        align-items: center;
        gap: 4px;
        min-block-size: 24px;
        padding: 2px 6px;
        border: 1px solid var(--_accent);
        border-radius: 12px 12px 12px 2px;
        background: var(--_surface);
        color: var(--_accent);
        font-size: var(--_type-12);
        pointer-events: auto;
      }

      .conflict-mark {
        border-color: var(--_warn);
        border-radius: 12px 12px 2px 12px;
        color: var(--_warn);
      }

      .card {
        position: absolute;
        inset-block-start: 0;
        left: 0;
        z-index: 1;
        box-sizing: border-box;
        inline-size: min(360px, 100%);
        max-block-size: 100%;
        overflow: auto;
        padding: var(--_space-12);
        border: 1px solid var(--_warn);
        border-radius: 10px;
        background: var(--_surface);
        pointer-events: auto;
      }

      .card .bar {
        display: flex;
        align-items: center;
        gap: var(--_space-8);
      }

      .card h3 {
        flex: 1;
        margin: 0;
        overflow-wrap: anywhere;
      }

      fieldset {
        min-width: 0;
        margin: var(--_space-12) 0 0;
        padding: 0;
        border: 0;
      }

      .sides {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: var(--_space-8);
      }

      .side {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: var(--_space-4) var(--_space-8);
        align-content: start;
        padding: var(--_space-8);
        border: 1px solid var(--_border);
        border-radius: 8px;
        font-size: var(--_type-12);
      }

      .side:nth-child(3) {
        grid-column: span 2;
      }

      .side .value {
        grid-column: 1 / -1;
        overflow-wrap: anywhere;
      }

      @media (pointer: coarse) {
        .mark {
          min-block-size: 36px;
          padding-inline: 10px;
        }
      }
    `,
  ]

  readonly #controller = new SessionController(this, ['comments', 'document', 'versions', 'catalogue'])
  #listeners = new AbortController()
  #observedCanvas: AwCanvas | undefined

  constructor() {
    super()
    this.addController(
      new LanguageController(this, commentsStrings, (locale) => loadLazyTexts(locale, 'comments', commentsStrings)),
    )
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.requestUpdate()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#observe(undefined)
  }

  override render(): unknown {
    const { canvas, strings } = this
    if (!canvas?.activeSession) return nothing
    return html`${repeat(
      this.#listMarks(canvas),
      ({ thread }) => thread,
      ({ thread, name, count, x, y }): TemplateResult =>
        html`<button
          type="button"
          class="mark"
          aria-label=${strings.threadMark(name, count)}
          .style=${`translate: ${x}px calc(${y}px - 100%)`}
          @click=${() => this.dispatchEvent(new CommentOpenEvent({ thread }))}
        >
          ${icon('message-square')}${count}
        </button>`,
    )}
    ${this.#renderConflicts(canvas)}`
  }

  #renderConflicts(canvas: AwCanvas): unknown {
    const marks = this.#listConflictMarks(canvas)
    const context = this.#createContext(canvas)
    const openMark = marks.find(({ key }) => key === this._openConflict)
    return html`${repeat(
      marks,
      ({ key }) => key,
      (mark) =>
        html`<button
          type="button"
          class="mark conflict-mark"
          aria-label=${this.versionsStrings.conflictsAt(describeItem(mark, context), mark.conflicts.length)}
          aria-expanded=${mark === openMark}
          .style=${`translate: calc(${mark.point.x}px - 100%) calc(${mark.point.y}px - 100%)`}
          @click=${() => void this.#toggleConflict(mark)}
        >
          ${icon('triangle-alert')}${mark.conflicts.length}
        </button>`,
    )}
    ${openMark ? this.#renderCard(openMark, canvas, context) : nothing}`
  }

  #renderCard({ conflicts, point, ...item }: ConflictMark, canvas: AwCanvas, context: ChangeContext): unknown {
    const session = this.#controller.session
    const versions = session?.document.versions
    if (!session || !versions) return nothing
    const view = {
      versions,
      document: session.document.current,
      context,
      readonly: this.readonly,
      show: () => undefined,
    }
    const { width, height } = canvas.size
    const clamp = (value: number, max: number): number => Math.max(0, Math.min(value, max))
    const place = `translate: ${clamp(point.x, width - cardWidth)}px ${clamp(point.y, height - minCardHeight)}px`
    return html`<section class="card" .style=${place} aria-labelledby="card" @keydown=${this.#onKey}>
      <div class="bar">
        <h3 id="card">${describeItem(item, context)}</h3>
        ${renderIconButton('x', this.versionsStrings.closeConflicts, () => this.#closeCard())}
      </div>
      ${conflicts.map((conflict, index) => renderConflict(conflict, index, view))}
    </section>`
  }

  override updated(): void {
    if (this.isConnected) this.#observe(this.canvas)
  }

  #listMarks(canvas: AwCanvas): Mark[] {
    const marks = new Map<string, Mark>()
    for (const { id, target, targetName, isResolved, comments } of this.#controller.session?.comments?.threads ?? []) {
      const area = isResolved || !isOnCanvas(target, this.path) ? undefined : findArea(canvas, target)
      if (!area) continue
      const { x, y } = canvas.toSurface(getMarkPoint(area))
      const key = JSON.stringify(target)
      const count = (marks.get(key)?.count ?? 0) + comments.length
      marks.set(key, { thread: id, name: targetName || this.strings.placeName, count, x, y })
    }
    return [...marks.values()]
  }

  /** Groups the conflicts by the item that the canvas shows, or showed before it was removed. */
  #listConflictMarks(canvas: AwCanvas): ConflictMark[] {
    const marks = new Map<string, ConflictMark>()
    for (const conflict of this.#controller.session?.document.versions?.conflicts ?? []) {
      const scope = conflict.workflowPath.map(({ node }) => node)
      const isInside = scope.length > this.path.length
      const [list = '', id = ''] = isInside ? ['nodes', scope[this.path.length]] : conflict.path
      const subject = subjects[list]
      if (!subject || id === '' || scope.slice(0, this.path.length).join('/') !== this.path.join('/')) continue
      const point = findConflictPoint(canvas, subject, id, conflict)
      const key = `${list === 'inputs' ? 'nodes' : list}/${id}`
      if (point)
        marks.set(key, { key, subject, id, point, conflicts: [...(marks.get(key)?.conflicts ?? []), conflict] })
    }
    return [...marks.values()].map((mark) => ({ ...mark, point: canvas.toSurface(mark.point) }))
  }

  #createContext({ document }: AwCanvas): ChangeContext {
    const session = this.#controller.session
    const strings = this.versionsStrings
    const types = new Map(
      strings.nodeTypes.translateTypes(session?.engine.catalog ?? []).map((type) => [type.type, type]),
    )
    return { documents: session ? [document, session.document.current] : [document], types, strings }
  }

  async #toggleConflict({ key }: ConflictMark): Promise<void> {
    const isOpen = this._openConflict === key
    this._openConflict = isOpen ? undefined : key
    await this.updateComplete
    const find = (selector: string) => this.renderRoot.querySelector<HTMLElement>(`.card ${selector}:enabled`)
    ;(find('input:checked') ?? find('input') ?? find('button'))?.focus()
  }

  #closeCard(): void {
    this._openConflict = undefined
    this.renderRoot.querySelector<HTMLElement>('.conflict-mark[aria-expanded=true]')?.focus()
  }

  #onKey = (event: KeyboardEvent): void => {
    if (getKey(event) !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    this.#closeCard()
  }

  #observe(canvas: AwCanvas | undefined): void {
    if (canvas === this.#observedCanvas) return
    this.#observedCanvas = canvas
    this.#listeners.abort()
    this.#listeners = new AbortController()
    const { signal } = this.#listeners
    canvas?.addEventListener('aw-view-change', () => this.requestUpdate(), { signal })
  }
}

/** Returns the top left corner of an item. An item that ours has removed is where the other side has it. */
function findConflictPoint(
  { scene }: AwCanvas,
  subject: ConflictMark['subject'],
  id: string,
  { ours, theirs, base }: Conflict,
): Point | undefined {
  if (subject === 'node') {
    const node = scene.byId.get(id)
    if (node) return getNodeRect(node)
  } else if (subject === 'edge') {
    const edge = scene.edges.find((candidate) => candidate.id === id)
    if (edge) return { x: (edge.from.x + edge.to.x) / 2, y: (edge.from.y + edge.to.y) / 2 }
  } else {
    const note = scene.notes.find((candidate) => candidate.id === id)
    if (note) return note
  }
  const { position } = Object((ours ?? theirs ?? base) as unknown) as { position?: Point }
  return typeof position?.x === 'number' && typeof position.y === 'number' ? position : undefined
}
