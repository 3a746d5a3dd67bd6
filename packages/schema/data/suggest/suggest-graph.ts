import { graphSpecSchema, type GraphSpec } from '../chart.ts'
import { getTypeFamily, type Column } from '../table.ts'

const namePatterns = {
  source: /^(source|from|src|start|origin|parent|caller|sender|imports?er)([_\s.-]?(id|name))?$/i,
  target: /^(target|to|dst|dest|destination|end|child|callee|receiver|imports?)([_\s.-]?(id|name))?$/i,
  width: /^(weight|width|value|strength|count|amount)$/i,
  id: /^(id|point|node|index|key|iata|code|name)$|[_\s.-]id$/i,
  label: /^(label|name|title)$/i,
  color: /^(colou?r|category|group|cluster|community|type|class|kind|species|genre|weather)$/i,
  size: /^(size|weight|count|degree|value|population)$/i,
  x: /^(x|lon|lng|longitude)$/i,
  y: /^(y|lat|latitude)$/i,
}

/** The columns of the links and points tables. Either table can be absent. @internal */
export interface GraphColumns {
  readonly links?: readonly Column[] | undefined
  readonly points?: readonly Column[] | undefined
}

/**
 * Completes graph settings. Fills each empty setting with the column that has a matching name or, for required
 * settings, with the first suitable column.
 *
 * @internal
 */
export function suggestGraph(columns: GraphColumns, settings: Partial<GraphSpec> = {}): GraphSpec {
  const { links = [], points = [] } = columns
  const spec = graphSpecSchema.parse(settings)
  const selectNumeric = (candidates: readonly Column[]): Column[] =>
    candidates.filter(({ type }) => getTypeFamily(type) === 'number')
  const findByName = (candidates: readonly Column[], pattern: RegExp): string =>
    candidates.find(({ name }) => pattern.test(name))?.name ?? ''
  const flatLinks = links.filter(({ type }) => getTypeFamily(type) !== 'nested')
  spec.source ||= findByName(flatLinks, namePatterns.source) || (flatLinks[0]?.name ?? '')
  spec.target ||=
    findByName(flatLinks, namePatterns.target) || (flatLinks.find(({ name }) => name !== spec.source)?.name ?? '')
  spec.width ||= findByName(
    selectNumeric(flatLinks).filter(({ name }) => name !== spec.source && name !== spec.target),
    namePatterns.width,
  )
  if (points.length === 0) return spec
  const lacksCoordinates = spec.x === '' && spec.y === ''
  // Link endpoints and point ids have the same type family.
  const endpointFamily = getTypeFamily(links.find(({ name }) => name === spec.source)?.type ?? 'unknown')
  const matchingColumns = points.filter(
    ({ type }) => endpointFamily === 'unknown' || getTypeFamily(type) === endpointFamily,
  )
  spec.id ||=
    findByName(matchingColumns, namePatterns.id) ||
    findByName(points, namePatterns.id) ||
    (matchingColumns[0] ?? points[0])?.name ||
    ''
  spec.label ||= findByName(points, namePatterns.label)
  spec.color ||= findByName(points, namePatterns.color)
  spec.size ||= findByName(
    selectNumeric(points).filter(({ name }) => name !== spec.id),
    namePatterns.size,
  )
  const [x, y] = [findByName(selectNumeric(points), namePatterns.x), findByName(selectNumeric(points), namePatterns.y)]
  return lacksCoordinates && x !== '' && y !== '' ? { ...spec, x, y } : spec
}
