import { icon } from '@aw-flow/editor'
import type { NodeType, Workflow } from '@aw-flow/schema'
import { css, nothing, svg, type CSSResult, type SVGTemplateResult } from 'lit'

/** Size of a grid cell, in SVG units. */
const [columnWidth, rowHeight] = [58, 42]
const [boxWidth, boxHeight] = [38, 28]
/** Minimum number of columns and rows, so that small workflows are not enlarged. */
const [minColumns, minRows] = [5, 2]

/** Maximum number of nodes and edges to draw. More would take time to draw and be too small to recognize. */
const [maxNodes, maxEdges] = [400, 1_600]

/**
 * Draws a thumbnail of a workflow: a grid of boxes with icons, connected by edges. The boxes are empty until the
 * catalog is loaded, and only the first nodes of a large workflow are drawn. The thumbnail is decorative, because the
 * description is next to it.
 */
export function drawWorkflow(workflow: Workflow, catalog: readonly NodeType[]): SVGTemplateResult {
  const nodes = workflow.nodes.slice(0, maxNodes)
  const edges = workflow.edges.slice(0, maxEdges)
  const columns = groupPositions(nodes.map(({ position }) => position.x))
  const rows = groupPositions(nodes.map(({ position }) => position.y))
  const types = new Map(catalog.map((type) => [type.type, type]))
  const positionsById = new Map(
    nodes.map(({ id, position }) => [
      id,
      {
        x: columns.indexOf(findNearest(columns, position.x)) * columnWidth,
        y: rows.indexOf(findNearest(rows, position.y)) * rowHeight,
      },
    ]),
  )
  const totalWidth = Math.max(minColumns, columns.length) * columnWidth - (columnWidth - boxWidth)
  const totalHeight = Math.max(minRows, rows.length) * rowHeight - (rowHeight - boxHeight)
  const offsetX = (totalWidth - (columns.length * columnWidth - (columnWidth - boxWidth))) / -2
  const offsetY = (totalHeight - (rows.length * rowHeight - (rowHeight - boxHeight))) / -2
  return svg`<svg
    class="drawing"
    viewBox="${offsetX - 2} ${offsetY - 2} ${totalWidth + 4} ${totalHeight + 4}"
    preserveAspectRatio="xMidYMid meet"
    aria-hidden="true"
  >
    ${edges.map(({ source, target }) => {
      const [from, to] = [positionsById.get(source), positionsById.get(target)]
      if (!from || !to) return svg``
      const [x1, y1, x2, y2] = [from.x + boxWidth, from.y + boxHeight / 2, to.x, to.y + boxHeight / 2]
      const bend = Math.max(10, (x2 - x1) / 2)
      return svg`<path class="edge" d="M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}" />`
    })}
    ${nodes.map(({ id, type }) => {
      const { x, y } = positionsById.get(id)!
      const nodeType = types.get(type)
      return svg`<g class="node ${nodeType?.family ?? 'logic'}" transform="translate(${x} ${y})">
        <rect class="box" width=${boxWidth} height=${boxHeight} rx="5" />
        <g class="mark" transform="translate(${(boxWidth - 16) / 2} ${(boxHeight - 16) / 2})">${catalog.length === 0 ? nothing : icon(nodeType?.icon ?? 'box')}</g>
      </g>`
    })}
  </svg>`
}

/** Groups nearby positions into columns or rows. Returns the first position of each group. */
function groupPositions(values: readonly number[]): number[] {
  const sortedValues = [...new Set(values)].sort((a, b) => a - b)
  return sortedValues.filter((value, index) => index === 0 || value - sortedValues[index - 1]! > 60)
}

const findNearest = (candidates: readonly number[], value: number): number =>
  candidates.reduce((best, item) => (Math.abs(item - value) < Math.abs(best - value) ? item : best), candidates[0] ?? 0)

export const drawingStyles: CSSResult = css`
  .drawing {
    display: block;
    width: 100%;
    height: 100%;
  }

  .drawing .edge {
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
