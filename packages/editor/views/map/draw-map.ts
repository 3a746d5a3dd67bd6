import { geoAlbersUsa, geoEqualEarth, geoGraticule10, geoMercator, geoPath, type GeoProjection } from 'd3-geo'
import { findRange } from '../drawing/find-range.ts'
import type { MapData, MapItem } from './map-data.ts'
import type { MapArea } from './map-spec.ts'
import type { Region, RegionIndex } from './regions.ts'

/** A drawn map that can be panned and zoomed. */
export interface MapDrawing {
  readonly svg: SVGSVGElement
  /** Minimum and maximum of the color scale, or `undefined` if colors do not represent numbers. */
  readonly range: readonly [min: number, max: number] | undefined
  /** Returns the index of the item that an element represents. */
  findItemIndex(target: Element): number | undefined
  /** Highlights an item, or removes the highlight if `itemIndex` is `undefined`. */
  select(itemIndex: number | undefined): void
  /** Returns the position of an item within the drawing, in CSS pixels. */
  locate(itemIndex: number): readonly [x: number, y: number] | undefined
  /** Zooms by a factor around a position in the drawing, by default its center. */
  zoomBy(factor: number, center?: readonly [x: number, y: number]): void
  /** Pans the map by a distance in CSS pixels. */
  panBy(dx: number, dy: number): void
  /** Zooms out to show the entire map. */
  fit(): void
  /** Centers the map on an item if the item is outside the visible area. */
  reveal(itemIndex: number): void
}

const namespace = 'http://www.w3.org/2000/svg'
const margin = 8
const maxZoom = 60
const pointRadius = 4.5

/** Draws the regions of a map and its data. */
export function drawMap(
  data: MapData,
  index: RegionIndex,
  {
    area,
    width,
    height,
    getCategoryColor,
  }: {
    readonly area: MapArea
    readonly width: number
    readonly height: number
    readonly getCategoryColor: (category: string) => string
  },
): MapDrawing {
  const features = { type: 'FeatureCollection', features: index.regions.map(({ feature }) => feature) }
  const frame = area === 'world' ? { type: 'Sphere' } : features
  const projection: GeoProjection = (
    area === 'world' ? geoEqualEarth() : area === 'us' ? geoAlbersUsa() : geoMercator()
  ).fitExtent(
    [
      [margin, margin],
      [width - margin, height - margin],
    ],
    frame,
  )
  const path = geoPath(projection)
  const svg = createElement('svg', { width, height, viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' })
  const view = createElement('g', {})
  svg.append(view)
  if (area === 'world') {
    view.append(createElement('path', { d: path(frame) ?? '', fill: 'var(--_map-sea)', class: 'sea' }))
    view.append(createElement('path', { d: path(geoGraticule10()) ?? '', fill: 'none', stroke: 'var(--_map-line)', 'stroke-width': 0.4, 'vector-effect': 'non-scaling-stroke' })) // oxfmt-ignore
  }
  const range = findRange(data.items.flatMap(({ value }) => value ?? []))
  const getColor = createItemColors(data, range, getCategoryColor)
  const itemIndexByRegion = new Map<Region, number>()
  data.items.forEach(({ region }, itemIndex) => region && itemIndexByRegion.set(region, itemIndex))
  const elements: (SVGElement | undefined)[] = []
  const itemIndexByElement = new WeakMap<Element, number>()
  for (const region of index.regions) {
    const itemIndex = itemIndexByRegion.get(region)
    const shape = createElement('path', {
      d: path(region.feature) ?? '',
      fill: itemIndex === undefined ? 'var(--_map-land)' : getColor(data.items[itemIndex]!),
      stroke: 'var(--_map-border)',
      'stroke-width': 0.6,
      'stroke-linejoin': 'round',
      'vector-effect': 'non-scaling-stroke',
      class: 'region',
    })
    view.append(shape)
    if (itemIndex === undefined) continue
    elements[itemIndex] = shape
    itemIndexByElement.set(shape, itemIndex)
  }
  const pointGroup = createElement('g', {})
  view.append(pointGroup)
  const positions: (readonly [number, number] | undefined)[] = []
  data.items.forEach((mapItem, itemIndex) => {
    if (!mapItem.position) {
      const [x, y] = mapItem.region ? path.centroid(mapItem.region.feature) : [Number.NaN, Number.NaN]
      positions[itemIndex] = Number.isFinite(x) ? [x, y] : undefined
      return
    }
    const position = projection(mapItem.position)
    if (!position) return
    positions[itemIndex] = position
    const point = createElement('circle', {
      cx: position[0],
      cy: position[1],
      r: pointRadius,
      fill: getColor(mapItem),
      'fill-opacity': 0.8,
      stroke: 'var(--_map-border)',
      'stroke-width': 0.8,
      'vector-effect': 'non-scaling-stroke',
      class: 'point',
    })
    pointGroup.append(point)
    elements[itemIndex] = point
    itemIndexByElement.set(point, itemIndex)
  })

  const viewport = createViewport(view, { width, height }, (scale) => {
    for (const circle of pointGroup.children) circle.setAttribute('r', String(pointRadius / scale))
  })
  let selectedIndex: number | undefined
  const locate = (itemIndex: number): readonly [number, number] | undefined => {
    const position = positions[itemIndex]
    return position && viewport.toScreen(position)
  }
  return {
    svg,
    range,
    findItemIndex: (target) => itemIndexByElement.get(target),
    select(itemIndex) {
      if (selectedIndex !== undefined) elements[selectedIndex]?.classList.remove('selected')
      selectedIndex = itemIndex
      const element = itemIndex === undefined ? undefined : elements[itemIndex]
      element?.classList.add('selected')
      // Moves the element to the front so that the borders of neighboring regions do not cover its outline.
      if (element) element.parentNode?.insertBefore(element, element.localName === 'path' ? pointGroup : null)
    },
    ...viewport,
    locate,
    reveal(itemIndex) {
      const position = locate(itemIndex)
      if (!position) return
      const isVisible = position[0] >= 0 && position[0] <= width && position[1] >= 0 && position[1] <= height
      if (!isVisible) viewport.panBy(width / 2 - position[0], height / 2 - position[1])
    },
  }
}

/** Pans and zooms the content of a drawing, of which at least a part stays visible. */
function createViewport(
  content: SVGElement,
  { width, height }: { readonly width: number; readonly height: number },
  onScale: (scale: number) => void,
) {
  let [scale, x, y] = [1, 0, 0]
  const applyTransform = (): void => {
    x = Math.min(width * 0.5, Math.max(width * (0.5 - scale), x))
    y = Math.min(height * 0.5, Math.max(height * (0.5 - scale), y))
    content.setAttribute('transform', `translate(${x} ${y}) scale(${scale})`)
    onScale(scale)
  }
  return {
    toScreen: ([left, top]: readonly [number, number]): readonly [number, number] => [
      left * scale + x,
      top * scale + y,
    ],
    zoomBy(factor: number, [centerX, centerY]: readonly [number, number] = [width / 2, height / 2]): void {
      const newScale = Math.min(maxZoom, Math.max(1, scale * factor))
      x = centerX - ((centerX - x) * newScale) / scale
      y = centerY - ((centerY - y) * newScale) / scale
      scale = newScale
      applyTransform()
    },
    panBy(dx: number, dy: number): void {
      x += dx
      y += dy
      applyTransform()
    },
    fit(): void {
      ;[scale, x, y] = [1, 0, 0]
      applyTransform()
    },
  }
}

/** Creates a function that returns the color of an item: that of its category, or that of its number on the ramp. */
const createItemColors =
  ({ categories }: MapData, range: MapDrawing['range'], getCategoryColor: (category: string) => string) =>
  ({ value, category }: MapItem): string =>
    category !== undefined
      ? getCategoryColor(category)
      : value === undefined || !range
        ? `var(--_category-${categories.length > 0 || range ? 'other' : '1'})`
        : getRampColor(value, range)

/** Returns the color that represents a number on the color ramp. */
const getRampColor = (value: number, [min, max]: readonly [number, number]): string => {
  const fraction = max > min ? (value - min) / (max - min) : 1
  return `color-mix(in oklab, var(--_ramp-high) ${(fraction * 100).toFixed(1)}%, var(--_ramp-low))`
}

function createElement<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string | number>>,
): SVGElementTagNameMap[Name] {
  const element = document.createElementNS(namespace, name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value))
  return element
}
