import { html, nothing, type TemplateResult } from 'lit'
import { formatCount } from '@aw-flow/messages'
import { icon } from '../../icons/icon.ts'
import { findPoints, neighboursOf, type GraphData } from './graph-data.ts'
import type { GraphStrings } from './graph-strings.ts'

const shown = 60

/**
 * The list beside a graph, which makes every point accessible by keyboard and screen reader: search results, or the
 * neighbors of the selected point.
 */
export function graphSide({
  data,
  strings,
  text,
  selected,
  onText,
  onSelect,
}: {
  data: GraphData
  strings: GraphStrings
  text: string
  selected: number | undefined
  onText: (text: string) => void
  onSelect: (point: number | undefined) => void
}): TemplateResult {
  const isSearch = text.trim() !== ''
  const neighbours = selected === undefined || isSearch ? undefined : neighboursOf(data, selected)
  const list = neighbours ?? findPoints(data, text, shown)
  const title = neighbours
    ? strings.neighbours(neighbours.length)
    : isSearch
      ? list.length === 0
        ? strings.notFound
        : strings.found(list.length)
      : data.links.length === 0
        ? strings.points
        : strings.topPoints
  const step = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const side = (event.currentTarget as HTMLElement).closest('.side')
    const stops = [...(side?.querySelectorAll<HTMLElement>('input, li button') ?? [])]
    const at = stops.indexOf(event.target as HTMLElement)
    if (by === 0 || at < 0) return
    event.preventDefault()
    stops[Math.min(stops.length - 1, Math.max(0, at + by))]?.focus()
  }
  return html`<div class="side" @keydown=${step}>
    <div class="search">
      ${icon('search')}
      <input
        type="search"
        aria-label=${strings.find}
        placeholder=${strings.find}
        .value=${text}
        @input=${(event: Event) => onText((event.target as HTMLInputElement).value)}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key === 'Enter' && list[0] !== undefined) onSelect(list[0])
        }}
      />
    </div>
    ${
      selected === undefined
        ? nothing
        : html`<div class="one">
            <strong>${data.labels[selected]}</strong>
            <span class="muted">${strings.links(data.degrees[selected] ?? 0)}</span>
            <button type="button" @click=${() => onSelect(undefined)}>${strings.clear}</button>
          </div>`
    }
    <p class="title" role="status">${title}</p>
    <ul>
      ${list.slice(0, shown).map(
        (point) =>
          html`<li>
            <button
              type="button"
              class="quiet"
              aria-current=${point === selected ? 'true' : 'false'}
              @click=${() => onSelect(point)}
            >
              <span>${data.labels[point]}</span>${
                data.links.length === 0
                  ? nothing
                  : html`<span
                      >${formatCount(data.degrees[point] ?? 0, strings.language)}<span class="visually-hidden">
                        ${strings.linkWord(data.degrees[point] ?? 0)}</span
                      ></span
                    >`
              }
            </button>
          </li>`,
      )}
    </ul>
  </div>`
}
