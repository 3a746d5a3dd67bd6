import type { WorkflowSession } from '@aw-flow/client'
import { html, nothing, type TemplateResult } from 'lit'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'
import type { NodeOpenEvent, SelectionChangeEvent } from '../../canvas/canvas-events.ts'
import { workflowInside, type NewId } from '@aw-flow/canvas'
import type { Draft, Drafts } from '../../forms/form-surroundings.ts'
import { InnerSession } from '../../inner-session.ts'
import type { EditorStrings } from '../editor/editor-strings.ts'
import type { ResultsDrawer } from '../results/results-drawer.ts'

/** In ms. */
const doubleClickTime = 400

interface PanelHost {
  readonly canvas: AwCanvas | undefined
  readonly strings: EditorStrings
  readonly newId: NewId
  readonly errorReferenceUrl: string
  readonly locked: boolean
  /** There is no room beside the canvas: panels are sheets over it. */
  readonly narrow: boolean
  readonly small: boolean
  readonly isConnected: boolean
  readonly renderRoot: HTMLElement | DocumentFragment
  readonly updateComplete: Promise<boolean>
  requestUpdate(): void
}

/** The settings beside the canvas: of which nodes, and whether they are open. It follows what is selected. */
export class InspectorPanel {
  readonly #host: PanelHost
  readonly #drawer: ResultsDrawer
  /** What is selected; `shown` follows once the pointer is let go. */
  #selected: ReadonlySet<string> = new Set()
  #shown: ReadonlySet<string> = new Set()
  #open = false
  /** Half written settings of each session, by the way into sub-workflows. */
  readonly #drafts = new WeakMap<WorkflowSession, Map<string, Drafts>>()

  constructor(host: PanelHost, drawer: ResultsDrawer) {
    this.#host = host
    this.#drawer = drawer
  }

  get nodes(): ReadonlySet<string> {
    return this.#shown
  }

  get isOpen(): boolean {
    return this.#open && this.#shown.size > 0
  }

  /** Shows the settings of what is selected. */
  show(): void {
    this.#set(true)
  }

  /** Takes them away, and gives the keyboard back to the node. */
  close = (): void => {
    this.#set(false)
    this.#host.canvas?.focusNode()
  }

  /** Takes a sheet away. */
  fold(): void {
    if (this.#host.narrow) this.#set(false)
  }

  onSelection = (event: SelectionChangeEvent): void => {
    this.#selected = event.nodes
    // The canvas must not change its size under a pressed pointer.
    if (!this.#host.canvas?.pressing) this.onSettled()
  }

  onSettled = (): void => {
    queueMicrotask(() => {
      const { narrow } = this.#host
      const [only] = this.#selected
      const single = this.#selected.size === 1 ? only : undefined
      if (single !== undefined) this.#drawer.lookAt(single)
      const opens = this.#selected.size > 0 && !narrow
      // A menu is of the place where it was asked for, which would move away below it.
      const waits = opens && !this.#open && this.#host.canvas?.offersMenu === true
      if (this.#shown === this.#selected || waits) return
      this.#shown = this.#selected
      if (opens && !this.#open && this.#canEnter(single)) this.#showSoon()
      else this.#open = opens
      this.#host.requestUpdate()
      if (single !== undefined) void this.#reveal(single)
    })
  }

  onOpen = (event: NodeOpenEvent): void => {
    this.#host.canvas?.select([event.node])
    this.#shown = this.#selected
    this.#set(true)
    // The node may have been selected before the run, so that no new selection asks for its result.
    this.#drawer.lookAt(event.node)
    void this.#focus()
  }

  view(session: WorkflowSession, onKey: (event: KeyboardEvent) => void): TemplateResult | typeof nothing {
    if (!this.isOpen) return nothing
    const { strings, newId, locked, errorReferenceUrl } = this.#host
    return html`<aw-inspector
      exportparts="code"
      part="inspector"
      aria-label=${strings.inspector}
      role="region"
      .session=${session}
      .nodes=${this.#shown}
      .newId=${newId}
      .drafts=${this.#draftsOf(session)}
      .strings=${strings.inspectorWords}
      .errorReferenceUrl=${errorReferenceUrl}
      ?readonly=${locked}
      @aw-inspector-close=${this.close}
      @keydown=${onKey}
    ></aw-inspector>`
  }

  #draftsOf(session: WorkflowSession): Drafts {
    const [outer, way] = session instanceof InnerSession ? [session.outer, session.path.join('/')] : [session, '']
    const known = this.#drafts.get(outer) ?? new Map<string, Drafts>()
    this.#drafts.set(outer, known)
    const drafts = known.get(way) ?? new Map<string, Map<string, Draft>>()
    known.set(way, drafts)
    return drafts
  }

  #set(open: boolean): void {
    this.#open = open
    this.#host.requestUpdate()
  }

  #canEnter(id: string | undefined): boolean {
    const node = id === undefined ? undefined : this.#host.canvas?.scene.byId.get(id)
    return node !== undefined && workflowInside(node.node) !== undefined
  }

  /** A second click would go into it: the settings must not come between the two. */
  #showSoon(): void {
    const chosen = this.#selected
    setTimeout(() => {
      if (this.#host.isConnected && this.#shown === chosen) this.#set(true)
    }, doubleClickTime)
  }

  async #reveal(node: string): Promise<void> {
    await this.#host.updateComplete
    this.#host.canvas?.reveal(node)
  }

  async #focus(): Promise<void> {
    const { renderRoot, small, updateComplete } = this.#host
    await updateComplete
    await customElements.whenDefined('aw-inspector')
    const inspector = renderRoot.querySelector('aw-inspector')
    await inspector?.updateComplete
    // On a small screen a focused field would open the keyboard over the sheet.
    if (small) inspector?.focusClose()
    else inspector?.focus()
  }
}
