import { html, nothing, type TemplateResult } from 'lit'
import type { CanvasStrings } from './canvas-strings.ts'
import { describeNode } from './node-content.ts'
import { renderPortLists } from './part-lists.ts'
import type { Scene } from '@aw-flow/canvas'

/** The maximum number of listed nodes. In larger workflows, the nodes around the active node are listed. */
const maxListedNodes = 200
/** The number of nodes before and after the active node whose ports are also listed. */
const portRange = 20

/**
 * Renders a visually hidden list of the nodes and their ports for keyboard and screen reader users. Nodes are buttons,
 * only one of which is in the tab order.
 */
export function renderNodeList(
  scene: Scene,
  activeNodeId: string | undefined,
  selection: ReadonlySet<string>,
  strings: CanvasStrings,
): TemplateResult {
  const { nodes } = scene
  const activeIndex = Math.max(
    0,
    nodes.findIndex((node) => node.id === activeNodeId),
  )
  const start = Math.max(0, Math.min(activeIndex - maxListedNodes / 2, nodes.length - maxListedNodes))
  return html`<ul class="nodes" aria-label=${strings.nodes}>
    ${nodes.slice(start, start + maxListedNodes).map(
      (node, index) =>
        html`<li aria-setsize=${nodes.length} aria-posinset=${start + index + 1}>
          <button
            type="button"
            data-node=${node.id}
            tabindex=${start + index === activeIndex ? 0 : -1}
            aria-pressed=${selection.has(node.id) ? 'true' : 'false'}
          >
            ${describeNode(node.content, strings)}
          </button>
          ${Math.abs(start + index - activeIndex) <= portRange ? renderPortLists(scene, node, strings) : nothing}
        </li>`,
    )}
  </ul>`
}
