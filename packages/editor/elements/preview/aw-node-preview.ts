import type { WorkflowSession } from '@aw-flow/client'
import { resolveNodePorts } from '@aw-flow/canvas'
import { nothing, type PropertyValues } from 'lit'
import { SessionController } from '../../session-controller.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { alignedDecimalsStyles } from '../../views/align-decimals.ts'
import { sampleTableStyles } from '../../views/sample-table.styles.ts'
import { inspectorStrings } from '../inspector/inspector-strings.ts'
import { createNodePreviewRenderer, type NodePreviewRenderer, type PreviewContextStrings } from './node-preview.ts'
import { previewStyles } from './node-preview.styles.ts'
import { element } from '../../element.ts'

export type { PreviewContextStrings }

declare global {
  interface HTMLElementTagNameMap {
    'aw-node-preview': AwNodePreview
  }
}

/**
 * Shows what a node outputs with its current settings for a sample of its input, without a run.
 *
 * @public
 */
export class AwNodePreview extends element(
  {
    session: undefined as WorkflowSession | undefined,
    /** Id of the node. */
    node: undefined as string | undefined,
    strings: inspectorStrings as PreviewContextStrings,
    /** The renderer; `undefined` until its strings are loaded. */
    _renderer: undefined as NodePreviewRenderer | undefined,
  },
  { node: {} },
) {
  static override styles = [tokens, controls, alignedDecimalsStyles, sampleTableStyles, previewStyles]

  readonly #controller = new SessionController(this, ['document', 'catalogue', 'description', 'datasets', 'run'])

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('strings')) void this.#loadRenderer(this.strings)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this._renderer?.clear()
  }

  override render(): unknown {
    const { session } = this.#controller
    const node = session?.document.current.nodes.find(({ id }) => id === this.node)
    if (!session || !node) return nothing
    const types = this.strings.nodeTypes.translateTypes(session.engine.catalog)
    const catalogType = types.find(({ type }) => type === node.type)
    const type = resolveNodePorts(catalogType, session.document.description?.nodes[node.id], node)
    return type && this._renderer ? this._renderer.render(session, node, type) : nothing
  }

  async #loadRenderer(strings: PreviewContextStrings): Promise<void> {
    const renderer = await createNodePreviewRenderer(strings, () => this.requestUpdate())
    if (this.strings !== strings) return
    this._renderer?.clear()
    this._renderer = renderer
  }
}
