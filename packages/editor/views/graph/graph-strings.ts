import type { Text } from '@aw-flow/messages'
import { renderText } from '../../language/render-text.ts'
import { dataTableStrings, type DataTableStrings } from '../table/table-strings.ts'
import { formatCount, usualLanguage } from '@aw-flow/messages'
import { counted } from '../../language/counted.ts'

const many = (count: number, one: string, several: string): string => counted(count, { one, other: several })

/** The graph's words; replace some of them by the `strings` property. */
export const graphStrings = {
  /** Renders what the engine, an agent or a node reports. */
  said: (text: Text): string => renderText(text),
  rowsTable: dataTableStrings as DataTableStrings,
  /** The language of the words, for numbers: a BCP 47 tag. */
  language: usualLanguage,
  label: 'Graph',
  settings: 'How points and links are drawn',
  fields: {
    source: 'Link from',
    target: 'Link to',
    width: 'Link width',
    id: 'Point',
    label: 'Label',
    color: 'Colour',
    size: 'Size',
    x: 'X',
    y: 'Y',
  },
  none: 'None',
  byLinks: 'By links',
  find: 'Find a point',
  found: (count: number): string => many(count, 'point found', 'points found'),
  notFound: 'No point is called so.',
  mostLinks: 'Points with the most links',
  links: (count: number): string => many(count, 'link', 'links'),
  neighbours: (count: number): string => many(count, 'neighbour', 'neighbours'),
  clear: 'Show all',
  fit: 'Fit',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  table: 'Show as table',
  png: 'Save as PNG',
  pngFailed: (reason: string): string => `The picture could not be made: ${reason}`,
  points: 'Points',
  linksTable: 'Links',
  loading: 'Reading points and links…',
  placing: 'Drawing…',
  nothing: 'Run the workflow, then choose a node to see its table as a graph.',
  empty: 'There is nothing to draw: no row names two points.',
  noWebgl: 'This browser has no WebGL, so points and links are shown as tables.',
  failed: (reason: string): string => `The graph could not be drawn: ${reason}`,
  retry: 'Try again',
  size: (points: number, links: number): string =>
    `${many(points, 'point', 'points')}, ${many(links, 'link', 'links')}`,
  described: (points: number, links: number, most: string, degree: number): string =>
    `${many(points, 'point', 'points')} and ${many(links, 'link', 'links')}.` +
    (degree > 0 ? ` “${most}” has the most links, ${formatCount(degree)}.` : '') +
    ' Find points by name in the list beside it.',
  linkWord: (count: number): string => (count === 1 ? 'link' : 'links'),
  left: {
    noId: (count: number): string => `${many(count, 'row', 'rows')} of the points without an id left out.`,
    repeated: (count: number): string =>
      `${many(count, 'row', 'rows')} of the points repeat an id; the first is drawn.`,
    noPlace: (count: number): string => `${many(count, 'point', 'points')} without a place left out.`,
    noEnd: (count: number): string => `${many(count, 'link', 'links')} without one of its ends left out.`,
    unresolved: (count: number): string => `${many(count, 'link', 'links')} to what is no point left out.`,
    loops: (count: number): string => `${many(count, 'link', 'links')} from a point to itself left out.`,
  },
  cut: (points: number, links: number): string =>
    `The first ${formatCount(points)} points and ${formatCount(links)} links are drawn at most.`,
}
export type GraphStrings = typeof graphStrings
