import { renderText } from '../../language/render-text.ts'
import { dataTableStrings, type DataTableStrings } from '../table/table-strings.ts'
import { formatCount, defaultLanguage } from '@aw-flow/messages'
import { pluralize } from '../../language/pluralize.ts'

const pluralizeNoun = (count: number, singular: string, pluralForm: string): string =>
  pluralize(count, { one: singular, other: pluralForm })

/** UI strings of the graph, overridden by its `strings` property. @internal */
export const graphStrings = {
  /** Renders messages from the engine, agents and nodes. */
  renderText,
  rowsTable: dataTableStrings as DataTableStrings,
  /** The language of the UI strings and number formats, as a BCP 47 tag. */
  language: defaultLanguage,
  label: 'Graph',
  settings: 'Graph settings',
  fields: {
    source: 'Link source',
    target: 'Link target',
    width: 'Link width',
    id: 'Point ID',
    label: 'Label',
    color: 'Color',
    size: 'Size',
    x: 'X',
    y: 'Y',
  },
  none: 'None',
  /** Labels of the category that combines all other values and of the category for points without a value. */
  otherValues: '(other)',
  noValue: '(none)',
  byLinks: 'Number of links',
  find: 'Find point',
  found: (count: number): string => pluralizeNoun(count, 'point found', 'points found'),
  notFound: 'No points match.',
  topPoints: 'Points with the most links',
  links: (count: number): string => pluralizeNoun(count, 'link', 'links'),
  neighbors: (count: number): string => pluralizeNoun(count, 'neighbor', 'neighbors'),
  clear: 'Show all',
  fit: 'Zoom to fit',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  table: 'Show as table',
  png: 'Export as PNG',
  downloadFailed: (reason: string): string => `The image could not be created: ${reason}`,
  points: 'Points',
  linksTable: 'Links',
  loading: 'Reading points and links…',
  noTable: 'Run the workflow, then select a node to see its table as a graph.',
  empty: 'No data to draw: no row connects two points.',
  noWebgl: 'WebGL is not available, so points and links are shown as tables.',
  failed: (reason: string): string => `The graph could not be drawn: ${reason}`,
  retry: 'Try again',
  size: (points: number, links: number): string =>
    `${pluralizeNoun(points, 'point', 'points')}, ${pluralizeNoun(links, 'link', 'links')}`,
  description: (points: number, links: number, hubLabel: string, degree: number): string =>
    `${pluralizeNoun(points, 'point', 'points')} and ${pluralizeNoun(links, 'link', 'links')}.` +
    (degree > 0 ? ` “${hubLabel}” has the most links, ${formatCount(degree)}.` : '') +
    ' Find points by name in the list.',
  linkUnit: (count: number): string => (count === 1 ? 'link' : 'links'),
  omitted: {
    noId: (count: number): string => `Skipped ${pluralizeNoun(count, 'point row', 'point rows')} without an ID.`,
    repeated: (count: number): string =>
      `Skipped ${pluralizeNoun(count, 'point row', 'point rows')} with a duplicate ID.`,
    noPosition: (count: number): string => `Skipped ${pluralizeNoun(count, 'point', 'points')} without a position.`,
    noEndpoint: (count: number): string =>
      `Skipped ${pluralizeNoun(count, 'link', 'links')} without a source or target.`,
    unresolved: (count: number): string => `Skipped ${pluralizeNoun(count, 'link', 'links')} to unknown points.`,
    loops: (count: number): string => `Skipped ${pluralizeNoun(count, 'link', 'links')} from a point to itself.`,
  },
  limited: (points: number, links: number): string =>
    `At most ${formatCount(points)} points and ${formatCount(links)} links are drawn.`,
}
/** @internal */
export type GraphStrings = typeof graphStrings
