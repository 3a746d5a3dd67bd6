import type { SessionAspect, WorkflowSession } from '@aw-flow/client'
import type { Workflow } from '@aw-flow/schema'
import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'
import { VersionsEvent } from '../../canvas/canvas-events.ts'
import { SessionController } from '../../session-controller.ts'
import type { VersionShowEvent } from '../../versions/aw-versions.ts'
import { frozenSession } from '../../versions/frozen-session.ts'
import type { VersionsStrings } from '../../versions/versions-strings.ts'

interface VersionsHost extends ReactiveControllerHost, HTMLElement {
  session: WorkflowSession | undefined
  readonly activeSession: WorkflowSession | undefined
  readonly shownSession: WorkflowSession | undefined
  readonly canvas: AwCanvas | undefined
  /** The document cannot be changed here. */
  readonly locked: boolean
  readonly renderRoot: HTMLElement | DocumentFragment
  readonly strings: { versions: VersionsStrings }
}

/**
 * The versions at the side of an editor: shown when they are asked for by a `VersionsEvent` from anywhere inside, and when
 * two edits that were put together did not agree.
 */
export class VersionsPanel implements ReactiveController {
  #host: VersionsHost
  #path: () => readonly string[]
  readonly #source: SessionController
  #open = false
  #conflicts = 0
  #frozen: { of: WorkflowSession; document: Workflow; session: WorkflowSession } | undefined

  constructor(host: VersionsHost, path: () => readonly string[]) {
    this.#host = host
    this.#path = path
    host.addController(this)
    this.#source = new SessionController(host, [], (aspect) => this.#changed(aspect))
  }

  hostConnected(): void {
    this.#host.addEventListener(VersionsEvent.type, this.#onWanted)
  }

  hostDisconnected(): void {
    this.#host.removeEventListener(VersionsEvent.type, this.#onWanted)
    this.#open = false
    this.#frozen = undefined
  }

  /** Whether the versions are shown. */
  get open(): boolean {
    return this.#open && this.#host.activeSession !== undefined
  }

  toggle(): void {
    if (this.#open) this.#close()
    else this.#show('list')
  }

  /** What the canvas is to be given: a state that is looked at, else what is shown otherwise. */
  session(shown: WorkflowSession): WorkflowSession {
    return this.open && this.#frozen?.of === shown ? this.#frozen.session : shown
  }

  /** Whether the canvas shows another state than the present one: nothing can be changed there. */
  get frozen(): boolean {
    return this.open && this.#frozen !== undefined
  }

  view(): TemplateResult | typeof nothing {
    const { activeSession, canvas, locked, strings } = this.#host
    if (!this.open || !activeSession) return nothing
    return html`<aw-versions
      part="versions"
      role="region"
      aria-label=${strings.versions.title}
      .session=${activeSession}
      .canvas=${canvas}
      .path=${this.#path()}
      .strings=${strings.versions}
      ?readonly=${locked}
      @aw-versions-close=${this.#close}
      @aw-version-show=${this.#onShow}
    ></aw-versions>`
  }

  #changed(aspect: SessionAspect | 'session'): void {
    if (aspect === 'session') this.#frozen = undefined
    if (aspect !== 'versions' && aspect !== 'session') return
    const before = this.#conflicts
    this.#conflicts = this.#source.session?.document.versions?.conflicts.length ?? 0
    if (this.#conflicts > before && !this.#open) {
      this.#open = true
      this.#host.requestUpdate()
    }
  }

  #onWanted = (event: Event): void => {
    if (!(event instanceof VersionsEvent)) return
    const { wanted } = event
    const panel = this.#host.renderRoot.querySelector('aw-versions')
    if (wanted === 'next' || wanted === 'previous') {
      panel?.step(wanted === 'next' ? 1 : -1)
      return
    }
    if (!this.#host.activeSession?.document.versions) return
    this.#show(wanted === 'keep' ? 'name' : 'list')
  }

  #show(on: 'name' | 'list'): void {
    this.#open = true
    this.#host.requestUpdate()
    void this.#focus(on)
  }

  async #focus(on: 'name' | 'list'): Promise<void> {
    await this.#host.updateComplete
    const panel = this.#host.renderRoot.querySelector('aw-versions')
    await panel?.updateComplete
    panel?.focusOn(on)
  }

  #onShow = ({ document }: VersionShowEvent): void => {
    const of = this.#host.shownSession
    this.#frozen = of && document ? { of, document, session: frozenSession(of, document) } : undefined
    this.#host.requestUpdate()
  }

  #close = (): void => {
    this.#open = false
    this.#frozen = undefined
    this.#host.requestUpdate()
    void this.#host.updateComplete.then(() => this.#host.canvas?.focus())
  }
}
