import { ContextConsumer } from '@lit/context'
import { css, html, nothing } from 'lit'
import { defineEvent, localEventInit } from '../../define-event.ts'
import { icon } from '../../icons/icon.ts'
import { findWorkflow } from '../../inner-session.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { editorContext } from './editor-context.ts'
import { element } from '../../element.ts'

/** Fired when the user selects a workflow in the breadcrumb trail. */
export class ScopeChangeEvent extends defineEvent<{
  /** Ids of the nodes that contain the selected workflow, outermost first; empty for the top-level workflow. */
  readonly path: readonly string[]
}>('aw-scope-change', localEventInit) {}

declare global {
  interface HTMLElementEventMap {
    'aw-scope-change': ScopeChangeEvent
  }
  interface HTMLElementTagNameMap {
    'aw-scope-trail': AwScopeTrail
  }
}

/**
 * A breadcrumb trail from the top-level workflow to the sub-workflow that the editor shows.
 *
 * @event {ScopeChangeEvent} aw-scope-change - Fired when the user selects a workflow in the trail.
 */
export class AwScopeTrail extends element({
  /** Ids of the nodes that contain the shown sub-workflow, outermost first. */
  path: [] as readonly string[],
}) {
  static override styles = [
    tokens,
    controls,
    css`
      nav {
        display: flex;
        align-items: center;
        padding: var(--_space-2) var(--_space-4);
        overflow-x: auto;
        border: 1px solid var(--_border);
        border-radius: 6px;
        background: var(--_raised);
        box-shadow: var(--_shadow-low);
        white-space: nowrap;
      }

      [aria-current] {
        font-weight: 600;
      }
    `,
  ]

  readonly #editor = new ContextConsumer(this, { context: editorContext, subscribe: true })

  override render(): unknown {
    const { path } = this
    const editor = this.#editor.value
    if (!editor || path.length === 0) return nothing
    const { strings, workflowSession } = editor
    const { current } = workflowSession.document
    return html`<nav aria-label=${strings.subWorkflowPath}>
      <button type="button" class="quiet" @click=${() => this.#selectPath([])}>${current.name}</button>
      ${path.map((id, index) => {
        const node = findWorkflow(current, path.slice(0, index))?.nodes.find((candidate) => candidate.id === id)
        return html`${icon('chevron-right')}
          <button
            type="button"
            class="quiet"
            aria-current=${index === path.length - 1 ? 'page' : nothing}
            @click=${() => this.#selectPath(path.slice(0, index + 1))}
          >
            ${node ? strings.nodeTypes.getLabel(node) : id}
          </button>`
      })}
    </nav>`
  }

  #selectPath(path: readonly string[]): void {
    this.dispatchEvent(new ScopeChangeEvent({ path }))
  }
}
