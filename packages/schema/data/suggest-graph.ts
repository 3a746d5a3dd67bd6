import { graphSpecSchema, type GraphSpec } from './chart.ts'
import { typeFamily, type Column } from './table.ts'

const names = {
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

/** The columns of links and points. Either table may be absent. @internal */
export interface GraphColumns {
  readonly links?: readonly Column[] | undefined
  readonly points?: readonly Column[] | undefined
}

/**
 * Completes graph settings: each empty column becomes the one with a matching name, or the first that fits.
 *
 * @internal
 */
export function suggestGraph(columns: GraphColumns, chosen: Partial<GraphSpec> = {}): GraphSpec {
  const { links = [], points = [] } = columns
  const spec = graphSpecSchema.parse(chosen)
  const numbers = (of: readonly Column[]): Column[] => of.filter(({ type }) => typeFamily(type) === 'number')
  const named = (of: readonly Column[], pattern: RegExp): string =>
    of.find(({ name }) => pattern.test(name))?.name ?? ''
  const plain = links.filter(({ type }) => typeFamily(type) !== 'nested')
  spec.source ||= named(plain, names.source) || (plain[0]?.name ?? '')
  spec.target ||= named(plain, names.target) || (plain.find(({ name }) => name !== spec.source)?.name ?? '')
  spec.width ||= named(
    numbers(plain).filter(({ name }) => name !== spec.source && name !== spec.target),
    names.width,
  )
  if (points.length === 0) return spec
  const isPlaced = spec.x === '' && spec.y === ''
  // The ends of links have the same type family as the ids.
  const kind = typeFamily(links.find(({ name }) => name === spec.source)?.type ?? 'unknown')
  const fit = points.filter(({ type }) => kind === 'unknown' || typeFamily(type) === kind)
  spec.id ||= named(fit, names.id) || named(points, names.id) || (fit[0] ?? points[0])?.name || ''
  spec.label ||= named(points, names.label)
  spec.color ||= named(points, names.color)
  spec.size ||= named(
    numbers(points).filter(({ name }) => name !== spec.id),
    names.size,
  )
  const [x, y] = [named(numbers(points), names.x), named(numbers(points), names.y)]
  return isPlaced && x !== '' && y !== '' ? { ...spec, x, y } : spec
}
