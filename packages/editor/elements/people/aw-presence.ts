import { defined } from '@aw-flow/schema'
import type { LivePerson, LivePresence, WorkflowSession } from '@aw-flow/client'
import type { Point, Rect } from '@aw-flow/canvas'
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'
import { LanguageController } from '../../language/language-controller.ts'
import { loadLazyTexts } from '../../language/languages.ts'
import { SessionController } from '../../session-controller.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { FollowEvent } from './aw-people.ts'
import { peopleStrings, type PeopleStrings } from './people-strings.ts'
import { getPersonColor } from './person.ts'
import { element } from '../../element.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-presence': AwPresence
  }
}

/** Input that ends following, because the user looks at something else. */
const ownInput = ['pointerdown', 'wheel', 'keydown'] as const
const maxSelection = 100

/**
 * Shows the cursors and selections of the other people over a canvas, and sends those of this page while it is
 * connected. Nothing of it is stored.
 *
 * @public
 */
export class AwPresence extends element({
  /** The session whose people are shown. */
  session: undefined as WorkflowSession | undefined,
  /** The canvas that this element covers. */
  canvas: undefined as AwCanvas | undefined,
  /** The page of the person whose view the user follows. */
  followed: undefined as string | undefined,
  /** UI strings. */
  strings: peopleStrings as PeopleStrings,
}) {
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

      .cursor,
      .outline {
        position: absolute;
        inset-block-start: 0;
        left: 0;
        transition: translate 120ms linear;
      }

      .outline {
        border: 2px solid var(--_person);
        border-radius: 8px;
      }

      .cursor::before {
        content: '';
        display: block;
        inline-size: 12px;
        block-size: 12px;
        background: var(--_person);
        clip-path: polygon(0 0, 100% 35%, 45% 45%, 35% 100%);
      }

      .name {
        position: absolute;
        inset-block-end: 100%;
        left: -2px;
        max-inline-size: 200px;
        overflow: hidden;
        padding: 0 6px;
        border-radius: 4px;
        background: var(--_person);
        color: #fff;
        font-size: 12px;
        white-space: nowrap;
        text-overflow: ellipsis;
      }

      .cursor .name {
        inset-block: 12px auto;
        left: 8px;
      }

      .following {
        position: absolute;
        inset-block-start: 12px;
        inset-inline: 0;
        margin-inline: auto;
        inline-size: fit-content;
        display: flex;
        align-items: center;
        gap: 8px;
        padding: 4px 8px;
        border: 2px solid var(--_person);
        border-radius: 8px;
        background: var(--_surface);
        pointer-events: auto;
      }

      @media (prefers-reduced-motion: reduce) {
        .cursor,
        .outline {
          transition: none;
        }
      }
    `,
  ]

  readonly #controller = new SessionController(this, ['people', 'presence', 'document'])
  #listeners = new AbortController()
  #observedCanvas: AwCanvas | undefined
  #cursor: LivePresence['cursor']
  #field: string | undefined
  #followedViewport: Rect | undefined

  constructor() {
    super()
    this.addController(
      new LanguageController(this, peopleStrings, (locale) => loadLazyTexts(locale, 'people', peopleStrings)),
    )
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.requestUpdate()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#observe(undefined)
    this.#controller.session?.live?.setPresence({})
  }

  get #people(): readonly LivePerson[] {
    return this.#controller.session?.live?.people ?? []
  }

  override render(): unknown {
    const { canvas } = this
    if (!canvas) return nothing
    const followed = this.#people.find(({ client }) => client === this.followed)
    return html`<div aria-hidden="true">${this.#people.map((person) => this.#renderPerson(person, canvas))}</div>
      <div role="status">
        ${
          followed
            ? html`<div class="following" .style=${`--_person: ${getPersonColor(followed)}`}>
                ${this.strings.following(followed.name)}
                <button type="button" @click=${this.#stopFollowing}>${this.strings.stop}</button>
              </div>`
            : nothing
        }
      </div>`
  }

  override updated(changed: PropertyValues): void {
    if (!this.isConnected) return
    this.#observe(this.canvas)
    if (changed.has('followed')) this.#followedViewport = undefined
    const followed = this.#people.find(({ client }) => client === this.followed)
    if (followed) this.#showViewport(followed.presence.viewport)
    else if (this.followed !== undefined) this.#stopFollowing()
  }

  #renderPerson(person: LivePerson, canvas: AwCanvas): TemplateResult {
    const { name, presence } = person
    const place = ({ x, y }: Point): string => `--_person: ${getPersonColor(person)}; translate: ${x}px ${y}px`
    const field = presence.field?.split('/').at(-1)
    const label = field === undefined ? name : this.strings.at(name, field)
    const areas = (presence.selection ?? []).flatMap((id) => findArea(canvas, id) ?? [])
    const cursor = presence.cursor && canvas.toSurface(presence.cursor)
    return html`${areas.map((area, index) => {
      const { scale } = canvas.view
      const size = `width: ${area.width * scale}px; height: ${area.height * scale}px`
      return html`<div class="outline" .style=${`${place(canvas.toSurface(area))}; ${size}`}>
        ${index === 0 ? html`<span class="name">${label}</span>` : nothing}
      </div>`
    })}
    ${
      cursor
        ? html`<div class="cursor" .style=${place(cursor)}>
            <span class="name">${name}</span>
          </div>`
        : nothing
    }`
  }

  #observe(canvas: AwCanvas | undefined): void {
    if (canvas === this.#observedCanvas) return
    this.#observedCanvas = canvas
    this.#listeners.abort()
    this.#listeners = new AbortController()
    if (!canvas) return
    const { signal } = this.#listeners
    canvas.addEventListener('pointermove', () => this.#setCursor(canvas.pointerPosition), { signal })
    canvas.addEventListener('pointerleave', () => this.#setCursor(undefined), { signal })
    canvas.addEventListener('aw-selection-change', this.#send, { signal })
    const onViewChange = (): void => {
      this.requestUpdate()
      this.#send()
    }
    canvas.addEventListener('aw-view-change', onViewChange, { signal })
    for (const type of ownInput) canvas.addEventListener(type, this.#stopFollowing, { signal, passive: true })
    // The settings of a node are beside the canvas.
    const root = this.getRootNode()
    const editor = root instanceof ShadowRoot ? root.host : root
    editor.addEventListener('focusin', (event) => this.#setField(event.composedPath()), { signal })
    editor.addEventListener('focusout', () => this.#setField([]), { signal })
    this.#send()
  }

  #setCursor(cursor: LivePresence['cursor']): void {
    this.#cursor = cursor && { x: Math.round(cursor.x), y: Math.round(cursor.y) }
    this.#send()
  }

  #setField(path: readonly EventTarget[]): void {
    const field = path.find((element) => element instanceof HTMLElement && element.dataset.setting !== undefined)
    const name = (field as HTMLElement | undefined)?.dataset.setting
    const [node, ...others] = this.canvas?.selection ?? []
    const leaf =
      name === undefined || node === undefined || others.length > 0 ? undefined : `nodes/${node}/config/${name}`
    if (leaf === this.#field) return
    this.#field = leaf
    this.#send()
  }

  #send = (): void => {
    const { canvas } = this
    if (!canvas) return
    const { x, y, width, height } = canvas.visibleArea
    const selection = [...canvas.selection, ...canvas.selectedEdges, ...canvas.selectedMarks].slice(0, maxSelection)
    this.#controller.session?.live?.setPresence({
      selection,
      viewport: { x, y, width, height },
      ...(this.#cursor ? { cursor: this.#cursor } : {}),
      ...defined({ field: this.#field }),
    })
  }

  /** Shows what another person sees. */
  #showViewport(viewport: LivePresence['viewport']): void {
    const { canvas } = this
    const last = this.#followedViewport
    if (!canvas || !viewport || !(viewport.width > 0 && viewport.height > 0)) return
    if (last && last.x === viewport.x && last.y === viewport.y && last.width === viewport.width) return
    this.#followedViewport = viewport
    const { width, height } = canvas.visibleArea
    canvas.zoom(Math.min(width / viewport.width, height / viewport.height))
    canvas.centerOn({ x: viewport.x + viewport.width / 2, y: viewport.y + viewport.height / 2 })
  }

  #stopFollowing = (): void => {
    if (this.followed !== undefined) this.dispatchEvent(new FollowEvent({ client: undefined }))
  }
}

/** Returns the area of a node or note in graph units. */
function findArea({ scene }: AwCanvas, id: string): Rect | undefined {
  const node = scene.byId.get(id)
  if (node) return { x: node.x, y: node.y, width: node.shape.width, height: node.shape.height }
  const note = scene.notes.find((candidate) => candidate.id === id)
  return note && { x: note.x, y: note.y, ...note.note.size }
}
