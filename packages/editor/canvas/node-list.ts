import { html, nothing, type TemplateResult } from 'lit'
import type { CanvasStrings } from './canvas-strings.ts'
import { nodeAnnouncement } from './node-face.ts'
import { portLists } from './part-lists.ts'
import type { Scene } from '@aw-flow/canvas'

/** More than this many nodes are not listed at once; the list follows the focus. */
const listed = 200
/** So many nodes around the focus tell of their ports too. */
const reported = 20

/**
 * The nodes as a list of buttons that nobody sees, each with its ports: how keyboard and screen reader reach what is
 * drawn. One of them is in the tab order.
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
  const from = Math.max(0, Math.min(at - listed / 2, nodes.length - listed))
  return html`<ul class="nodes" aria-label=${strings.nodes}>
    ${nodes.slice(from, from + listed).map(
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
          ${Math.abs(from + index - at) <= reported ? portLists(scene, node, strings) : nothing}
        </li>`,
    )}
  </ul>`
}
