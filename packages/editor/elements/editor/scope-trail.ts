import type { WorkflowSession } from '@aw-flow/client'
import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'
import type { NodeEnterEvent } from '../../canvas/canvas-events.ts'
import { icon } from '../../icons/icon.ts'
import { InnerSession, workflowAt } from '../../inner-session.ts'
import type { EditorStrings } from './editor-strings.ts'
import { lookAtFound, type FoundThing } from '../palette/find-in-canvas.ts'

interface TrailHost extends ReactiveControllerHost {
  readonly activeSession: WorkflowSession | undefined
  readonly canvas: AwCanvas | undefined
  readonly strings: EditorStrings
}

/**
 * Into which sub-workflow an editor looks: the session that its parts are given, and the way back out as a trail of
 * names. A sub-workflow that is gone, by an undo for instance, is left.
 */
export class ScopeTrail implements ReactiveController {
  readonly #host: TrailHost
  #path: readonly string[] = []
  #of: WorkflowSession | undefined
  #inner: InnerSession | undefined

  constructor(host: TrailHost) {
    this.#host = host
    host.addController(this)
  }

  /** The session of what is looked at; the outermost one itself where nobody has gone in. */
  get session(): WorkflowSession | undefined {
    return this.#inner ?? this.#host.activeSession
  }

  /** The node ids that lead into it. */
  get path(): readonly string[] {
    return this.#path
  }

  hostUpdate(): void {
    const outer = this.#host.activeSession
    if (outer !== this.#of) {
      this.#of = outer
      this.#look([])
    }
    if (!this.#inner || this.#inner.isPresent) return
    const ways = this.#path.map((_, index) => this.#path.slice(0, index)).toReversed()
    this.#look(ways.find((way) => outer && workflowAt(outer.document.current, way)) ?? [])
  }

  hostDisconnected(): void {
    this.#look([])
  }

  /** Goes into a node's workflow, or one step out; without a change, the canvas stays as it is. */
  entered = ({ node }: NodeEnterEvent): void => {
    if (node === undefined && this.#path.length === 0) return
    this.go(node === undefined ? this.#path.slice(0, -1) : [...this.#path, node])
  }

  /** Goes to a part of the workflow, and there to what was found. */
  go(path: readonly string[], found?: Pick<FoundThing, 'kind' | 'id'>): void {
    const left = this.#path[path.length]
    this.#look(path)
    this.#host.requestUpdate()
    void this.#arrive(left, found)
  }

  /** What was found is shown; else everything is in view, and the keyboard is on the node that was left. */
  async #arrive(left: string | undefined, found: Pick<FoundThing, 'kind' | 'id'> | undefined): Promise<void> {
    await this.#host.updateComplete
    const { canvas } = this.#host
    await canvas?.updateComplete
    if (canvas && found) return lookAtFound(canvas, found)
    canvas?.select(left === undefined ? [] : [left])
    canvas?.fit()
    canvas?.focusNode(left)
  }

  view(): TemplateResult | typeof nothing {
    const outer = this.#host.activeSession
    if (!outer || this.#path.length === 0) return nothing
    const names = this.#path.map((id, index) => {
      const around = workflowAt(outer.document.current, this.#path.slice(0, index))
      return around?.nodes.find((node) => node.id === id)?.data.label ?? id
    })
    const { strings } = this.#host
    return html`<nav class="trail" aria-label=${strings.trail}>
      <button type="button" class="quiet" @click=${() => this.go([])}>${outer.document.current.name}</button>
      ${names.map((name, index) => {
        const last = index === names.length - 1
        return html`${icon('chevron-right')}
          <button
            type="button"
            class="quiet"
            aria-current=${last ? 'page' : nothing}
            @click=${() => this.go(this.#path.slice(0, index + 1))}
          >
            ${name}
          </button>`
      })}
    </nav>`
  }

  #look(path: readonly string[]): void {
    const outer = this.#host.activeSession
    this.#inner?.close()
    this.#path = outer && workflowAt(outer.document.current, path) ? path : []
    this.#inner = outer && this.#path.length > 0 ? new InnerSession(outer, this.#path) : undefined
  }
}
