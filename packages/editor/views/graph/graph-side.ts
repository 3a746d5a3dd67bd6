import { html, nothing, type TemplateResult } from 'lit'
import { formatCount } from '@aw-flow/messages'
import { icon } from '../../icons/icon.ts'
import { findPoints, findNeighbors, type GraphData } from './graph-data.ts'
import type { GraphStrings } from './graph-strings.ts'
import { getKey } from '../../get-key.ts'

const maxListedPoints = 60

/**
 * Renders the list next to a graph, which makes every point accessible by keyboard and to screen readers. It shows
 * search results, the neighbors of the selected point, or the points with the most links.
 */
export function renderGraphSide({
  data,
  strings,
  query: text,
  selectedPoint: selected,
  onQueryChange,
  onSelect,
}: {
  data: GraphData
  strings: GraphStrings
  query: string
  selectedPoint: number | undefined
  onQueryChange: (text: string) => void
  onSelect: (point: number | undefined) => void
}): TemplateResult {
  const isSearching = text.trim() !== ''
  const neighbors = selected === undefined || isSearching ? undefined : findNeighbors(data, selected)
  const listedPoints = neighbors ?? findPoints(data, text, maxListedPoints)
  const title = neighbors
    ? strings.neighbors(neighbors.length)
    : isSearching
      ? listedPoints.length === 0
        ? strings.notFound
        : strings.found(listedPoints.length)
      : data.links.length === 0
        ? strings.points
        : strings.topPoints
  const moveFocus = (event: KeyboardEvent): void => {
    const key = getKey(event)
    const offset = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0
    const side = (event.currentTarget as HTMLElement).closest('.side')
    const focusable = [...(side?.querySelectorAll<HTMLElement>('input, li button') ?? [])]
    const index = focusable.indexOf(event.target as HTMLElement)
    if (offset === 0 || index < 0) return
    event.preventDefault()
    focusable[Math.min(focusable.length - 1, Math.max(0, index + offset))]?.focus()
  }
  return html`<div class="side" @keydown=${moveFocus}>
    <div class="search">
      ${icon('search')}
      <input
        type="search"
        aria-label=${strings.find}
        placeholder=${strings.find}
        .value=${text}
        @input=${(event: Event) => onQueryChange((event.target as HTMLInputElement).value)}
        @keydown=${(event: KeyboardEvent) => {
          if (getKey(event) === 'Enter' && listedPoints[0] !== undefined) onSelect(listedPoints[0])
        }}
      />
    </div>
    ${
      selected === undefined
        ? nothing
        : html`<div class="selected-point">
            <strong>${data.labels[selected]}</strong>
            <span class="muted">${strings.links(data.degrees[selected] ?? 0)}</span>
            <button type="button" @click=${() => onSelect(undefined)}>${strings.clear}</button>
          </div>`
    }
    <p class="title small muted" role="status">${title}</p>
    <ul class="unmarked">
      ${listedPoints.slice(0, maxListedPoints).map(
        (point) =>
          html`<li>
            <button
              type="button"
              class="quiet"
              aria-current=${point === selected ? 'true' : 'false'}
              @click=${() => onSelect(point)}
            >
              <span class="ellipsis">${data.labels[point]}</span>${
                data.links.length === 0
                  ? nothing
                  : html`<span
                      >${formatCount(data.degrees[point] ?? 0, strings.language)}<span class="visually-hidden">
                        ${strings.linkUnit(data.degrees[point] ?? 0)}</span
                      ></span
                    >`
              }
            </button>
          </li>`,
      )}
    </ul>
  </div>`
}
