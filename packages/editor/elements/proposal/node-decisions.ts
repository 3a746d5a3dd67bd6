import { css, html, nothing, type TemplateResult } from 'lit'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'
import { icon } from '../../icons/icon.ts'
import type { ProposedChange } from './accepted-edit.ts'
import type { ProposalStrings } from './proposal-strings.ts'

export const decisionStyles = css`
  .review {
    position: relative;
    margin: 12px 0 0;
    border: 1px solid var(--_border);
    border-radius: 6px;
    overflow: hidden;
  }

  .decisions {
    position: absolute;
    inset: 0;
    margin: 0;
    padding: 0;
    overflow: hidden;
    list-style: none;
    pointer-events: none;
  }

  .decisions > li {
    position: absolute;
    inset: 0 auto auto 0;
    display: flex;
    align-items: center;
    max-width: calc(220 * var(--_px));
    border: 1px solid var(--_border);
    border-radius: 6px;
    background: var(--_raised);
    box-shadow: var(--_shadow-low);
    pointer-events: auto;
  }

  .decisions > li.rejected {
    border-style: dashed;
  }

  .decisions .name {
    padding: 0 4px 0 8px;
    overflow: hidden;
    color: var(--_muted);
    font-size: var(--_type-12);
    text-decoration: line-through;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .decisions button {
    min-width: 26px;
    min-height: 26px;
    padding: 4px;
    border: 0;
    border-radius: 5px;
    background: none;
  }

  .decisions button[aria-pressed='true'] {
    background: var(--_sunken);
  }

  .decisions .accept[aria-pressed='true'] {
    color: var(--_good);
  }

  .decisions .reject[aria-pressed='true'] {
    color: var(--_bad);
  }
`

/** All changes to a node, which the buttons on the canvas accept or reject together. */
interface NodeChanges {
  readonly node: ProposedChange['node']
  readonly keys: readonly string[]
}

function groupByNode(changes: readonly ProposedChange[]): NodeChanges[] {
  const byId = new Map<string, NodeChanges>()
  for (const { node, key } of changes) byId.set(node.id, { node, keys: [...(byId.get(node.id)?.keys ?? []), key] })
  return [...byId.values()]
}

/**
 * Renders buttons above each changed node on a canvas, for accepting or rejecting its changes. A rejected new node is
 * not drawn, but its buttons and its name stay in place.
 *
 * @param options.canvas - The canvas that shows the change; `null` before it has drawn the change.
 */
export function renderNodeDecisions({
  canvas,
  changes,
  rejectedKeys: rejected,
  strings,
  getTitle,
  onDecide,
}: {
  readonly canvas: AwCanvas | null
  readonly changes: readonly ProposedChange[]
  readonly rejectedKeys: ReadonlySet<string>
  readonly strings: ProposalStrings
  getTitle(node: ProposedChange['node']): string
  onDecide(keys: readonly string[], isAccepted: boolean): void
}): TemplateResult | typeof nothing {
  if (!canvas) return nothing
  return html`<ul class="decisions" aria-label=${strings.decisions}>
    ${groupByNode(changes).map(({ node, keys }) => {
      const { x, y } = canvas.toSurface(node.position)
      const title = getTitle(node)
      const rejectedCount = keys.filter((key) => rejected.has(key)).length
      const isRejected = rejectedCount === keys.length
      return html`<li
        class=${isRejected ? 'rejected' : ''}
        data-node=${node.id}
        .style=${`transform: translate(${Math.round(x)}px, ${Math.round(y)}px) translateY(calc(-100% - 10px))`}
      >
        ${isRejected ? html`<span class="name">${title}</span>` : nothing}
        <button
          type="button"
          class="accept"
          aria-pressed=${rejectedCount === 0}
          aria-label=${strings.accept(title)}
          title=${strings.accept(title)}
          @click=${() => onDecide(keys, true)}
        >
          ${icon('circle-check')}
        </button>
        <button
          type="button"
          class="reject"
          aria-pressed=${isRejected}
          aria-label=${strings.reject(title)}
          title=${strings.reject(title)}
          @click=${() => onDecide(keys, false)}
        >
          ${icon('x')}
        </button>
      </li>`
    })}
  </ul>`
}
