import type { WorkflowSession } from '@aw-flow/client'
import { html, nothing } from 'lit'
import { NodeOpenEvent } from '../../canvas/canvas-events.ts'
import { canvasStrings } from '../../canvas/canvas-strings.ts'
import { memoizeLast } from '../../canvas/memoize-last.ts'
import { addEarlierLoadSummaries } from '../../canvas/load-summary.ts'
import { downgradeProblems } from '../../canvas/new-nodes.ts'
import { createContentBuilder } from '../../canvas/node-content.ts'
import { createSceneBuilder, type Scene, type SceneNode } from '@aw-flow/canvas'
import { icon } from '../../icons/icon.ts'
import { SessionController } from '../../session-controller.ts'
import { controls } from '../../styles/controls.styles.ts'
import { familyColor } from '../../styles/family-color.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { styles } from './aw-step-list.styles.ts'
import { orderSteps } from './order-steps.ts'
import { stepListStrings, type StepListStrings } from './step-list-strings.ts'
import { element } from '../../element.ts'

const noNodeIds: ReadonlySet<string> = new Set()

declare global {
  interface HTMLElementTagNameMap {
    'aw-step-list': AwStepList
  }
}

/**
 * Shows a workflow as a list of steps in execution order. It is an alternative to the canvas, and the default view in
 * small editors.
 *
 * @event {NodeOpenEvent} aw-node-open - Fired when the user opens a step's settings.
 * @slot start - Buttons for adding the first node. Shown while the workflow is empty.
 *
 * @public
 */
export class AwStepList extends element({
  session: undefined as WorkflowSession | undefined,
  /** Ids of the selected nodes. */
  selection: new Set() as ReadonlySet<string>,
  /** Ids of the nodes that were just added. Their missing settings are not reported as problems yet. */
  newNodes: noNodeIds as ReadonlySet<string>,
  strings: stepListStrings as StepListStrings,
}) {
  static override styles = [tokens, controls, styles]

  #controller = new SessionController(this, ['document', 'catalogue', 'description', 'run', 'progress'])
  readonly #addEarlierLoadSummaries = memoizeLast(addEarlierLoadSummaries)
  #sceneBuilder = {
    strings: canvasStrings,
    newNodes: noNodeIds,
    build: createSceneBuilder(createContentBuilder(canvasStrings)),
  }

  override render(): unknown {
    const session = this.#controller.session
    if (!session || session.document.current.nodes.length === 0) {
      return html`<div class="none">
        <h2>${this.strings.emptyTitle}</h2>
        <p class="muted">${this.strings.emptyText}</p>
        <slot name="start"></slot>
      </div>`
    }
    const { canvas } = this.strings
    const types = new Map(canvas.nodeTypes.translateTypes(session.engine.catalog).map((type) => [type.type, type]))
    const { current: document, description: originalDescription } = session.document
    const localizedDescription =
      originalDescription && canvas.nodeTypes.translateDescription(originalDescription, document)
    const { current: run, previous, progress, stale } = session.runs
    const descriptionWithLoadSummaries = this.#addEarlierLoadSummaries(
      localizedDescription,
      document,
      previous,
      session.data.list,
      canvas,
    )
    const description = downgradeProblems(descriptionWithLoadSummaries, this.newNodes)
    const { newNodes } = this
    if (canvas !== this.#sceneBuilder.strings || newNodes !== this.#sceneBuilder.newNodes) {
      this.#sceneBuilder = {
        strings: canvas,
        newNodes,
        build: createSceneBuilder(createContentBuilder(canvas, newNodes)),
      }
    }
    const scene = this.#sceneBuilder.build({ document, types, description, run, progress, stale })
    return html`<ol aria-label=${this.strings.label}>
      ${orderSteps(document)
        .slice(0, 500)
        .map((id) => {
          const node = scene.byId.get(id)
          return node ? html`<li>${this.#renderStep(scene, node)}</li>` : nothing
        })}
    </ol>`
  }

  #renderStep(scene: Scene, { id, content }: SceneNode): unknown {
    const sourceNodes = new Set(scene.edges.filter((edge) => edge.to.id === id).map((edge) => edge.from))
    const sources = Array.from(sourceNodes, (node) => node.content.title)
    const strings = this.strings.canvas
    const footerItems = [content.footer[0], content.stale ? strings.stale : content.footer[1]]
    const details = footerItems.filter((text) => text && text !== (content.state && strings.states[content.state]))
    return html`<button
      type="button"
      class="step"
      data-node=${id}
      aria-pressed=${this.selection.has(id) ? 'true' : 'false'}
      @click=${() => this.dispatchEvent(new NodeOpenEvent({ node: id }))}
    >
      <span ${familyColor(content.family)}>${icon(content.icon, 20)}</span>
      <span class="title">${content.title}</span>
      <span class="state ${content.stateIcon?.tone ?? ''}">
        ${content.stateIcon && content.state ? html`${icon(content.stateIcon.icon)}${strings.states[content.state]}` : nothing}
      </span>
      ${sources.length > 0 ? html`<span class="from">${this.strings.fromSources(sources)}</span>` : nothing}
      <span class="summary">${content.summary}</span>
      ${details.length > 0 ? html`<span class="facts">${details.join(' · ')}</span>` : nothing}
      ${
        content.firstProblem
          ? html`<span class="problem ${content.errors > 0 ? 'bad' : content.warnings > 0 ? 'warn' : ''}"
              >${content.firstProblem}</span
            >`
          : nothing
      }
    </button>`
  }
}
