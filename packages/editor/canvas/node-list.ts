import { html, nothing, type TemplateResult } from 'lit'
import type { CanvasStrings } from './canvas-strings.ts'
import { nodeAnnouncement } from './node-face.ts'
import { portLists } from './part-lists.ts'
import type { Scene } from '@aw-flow/canvas'

/** Maximum number of listed nodes; the list follows the focus. */
const maxListed = 200
/** Number of nodes before and after the focus that are listed with their ports. */
const maxListedPorts = 20

/**
 * The nodes as a visually hidden list of buttons with their ports, for keyboard and screen reader users. Only one
 * button is in the tab order.
 */
export function nodeList(
  scene: Scene,
  active: string | undefined,
  selection: ReadonlySet<string>,
  strings: CanvasStrings,
): TemplateResult {
  const { nodes } = scene
  const at = Math.max(
    0,
    nodes.findIndex((node) => node.id === active),
  )
  const from = Math.max(0, Math.min(at - maxListed / 2, nodes.length - maxListed))
  return html`<ul class="nodes" aria-label=${strings.nodes}>
    ${nodes.slice(from, from + maxListed).map(
      (node, index) =>
        html`<li aria-setsize=${nodes.length} aria-posinset=${from + index + 1}>
          <button
            type="button"
            data-node=${node.id}
            tabindex=${from + index === at ? 0 : -1}
            aria-pressed=${selection.has(node.id) ? 'true' : 'false'}
          >
            ${nodeAnnouncement(node.face, strings)}
          </button>
          ${Math.abs(from + index - at) <= maxListedPorts ? portLists(scene, node, strings) : nothing}
        </li>`,
    )}
  </ul>`
}
