import { icon } from '@aw-flow/editor'
import type { NodeType, Workflow } from '@aw-flow/schema'
import { css, svg, type CSSResult, type SVGTemplateResult } from 'lit'

/** Room of a node and of what is between two, in the drawing's own units. */
const [across, down] = [58, 42]
const [width, height] = [38, 28]
/** No drawing is larger than others for being short. */
const [minColumns, minRows] = [5, 2]

/**
 * A workflow as a small drawing: a box with an icon for each node, in columns and rows as it is laid out, and its edges.
 * Decorative: its words stand beside it.
 */
export function drawWorkflow({ nodes, edges }: Workflow, catalogue: readonly NodeType[]): SVGTemplateResult {
  const columns = places(nodes.map(({ position }) => position.x))
  const rows = places(nodes.map(({ position }) => position.y))
  const types = new Map(catalogue.map((type) => [type.type, type]))
  const at = new Map(
    nodes.map(({ id, position }) => [
      id,
      { x: columns.indexOf(nearest(columns, position.x)) * across, y: rows.indexOf(nearest(rows, position.y)) * down },
    ]),
  )
  const wide = Math.max(minColumns, columns.length) * across - (across - width)
  const high = Math.max(minRows, rows.length) * down - (down - height)
  const left = (wide - (columns.length * across - (across - width))) / -2
  const top = (high - (rows.length * down - (down - height))) / -2
  return svg`<svg
    class="drawing"
    viewBox="${left - 2} ${top - 2} ${wide + 4} ${high + 4}"
    preserveAspectRatio="xMidYMid meet"
    aria-hidden="true"
  >
    ${edges.map(({ source, target }) => {
      const [from, to] = [at.get(source), at.get(target)]
      if (!from || !to) return svg``
      const [x1, y1, x2, y2] = [from.x + width, from.y + height / 2, to.x, to.y + height / 2]
      const bend = Math.max(10, (x2 - x1) / 2)
      return svg`<path class="wire" d="M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}" />`
    })}
    ${nodes.map(({ id, type }) => {
      const { x, y } = at.get(id)!
      const known = types.get(type)
      return svg`<g class="node ${known?.family ?? 'logic'}" transform="translate(${x} ${y})">
        <rect class="box" width=${width} height=${height} rx="5" />
        <g class="mark" transform="translate(${(width - 16) / 2} ${(height - 16) / 2})">${icon(known?.icon ?? 'box')}</g>
      </g>`
    })}
  </svg>`
}

/** Positions that are near each other are one column or row. */
function places(values: readonly number[]): number[] {
  const sorted = [...new Set(values)].sort((a, b) => a - b)
  return sorted.filter((value, index) => index === 0 || value - sorted[index - 1]! > 60)
}

const nearest = (all: readonly number[], value: number): number =>
  all.reduce((best, one) => (Math.abs(one - value) < Math.abs(best - value) ? one : best), all[0] ?? 0)

export const drawingStyles: CSSResult = css`
  .drawing {
    display: block;
    width: 100%;
    height: 100%;
  }

  .drawing .wire {
    fill: none;
    stroke: var(--_port-table);
    stroke-width: 1.5;
    opacity: 0.7;
  }

  .drawing .box {
    fill: var(--_raised);
    stroke: currentColor;
    stroke-width: 1.25;
  }

  .drawing .node {
    color: var(--_family-logic);
  }

  .drawing .data-agents {
    color: var(--_family-data-agents);
  }

  .drawing .tables {
    color: var(--_family-tables);
  }

  .drawing .views {
    color: var(--_family-views);
  }

  .drawing .actions {
    color: var(--_family-actions);
  }

  .drawing .triggers {
    color: var(--_family-triggers);
  }

  .drawing .agents {
    color: var(--_family-agents);
  }

  .drawing .integration {
    color: var(--_family-integration);
  }
`
