import { html, nothing, type TemplateResult } from 'lit'
import type { CanvasStrings } from './canvas-strings.ts'
import { describeNode } from './node-content.ts'
import { renderPortLists } from './part-lists.ts'
import type { Scene } from '@aw-flow/canvas'

/** Maximum number of listed nodes. If there are more, those around the active node are listed. */
const maxListedItems = 200
/** Number of nodes before and after the active node that are listed with their ports. */
const portRange = 20

/**
 * Renders the nodes as a visually hidden list of buttons with their ports, for keyboard and screen reader users. Only one
 * button is in the tab order.
 */
export function renderNodeList(
  scene: Scene,
  active: string | undefined,
  selection: ReadonlySet<string>,
  strings: CanvasStrings,
): TemplateResult {
  const { nodes } = scene
  const activeIndex = Math.max(
    0,
    nodes.findIndex((node) => node.id === active),
  )
  const start = Math.max(0, Math.min(activeIndex - maxListedItems / 2, nodes.length - maxListedItems))
  return html`<ul class="nodes" aria-label=${strings.nodes}>
    ${nodes.slice(start, start + maxListedItems).map(
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
