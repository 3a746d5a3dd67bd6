import type { GraphSpec } from '@aw-flow/schema'
import { typeFamily } from '@aw-flow/schema'
import type { TableSource } from '../table-source.ts'
import { graphOfRows, type GraphData } from './graph-data.ts'
import { readColumns, type ColumnReading } from './read-columns.ts'

export const maxPoints = 200_000
export const maxLinks = 400_000

/** Reads points and links and makes a graph. `isCut`: there are more rows than are drawn. */
export async function readGraph(
  links: TableSource | undefined,
  points: TableSource | undefined,
  spec: GraphSpec,
): Promise<{ data: GraphData; isCut: boolean }> {
  const isNumber = (source: TableSource, name: string): boolean =>
    typeFamily(source.columns.find((column) => column.name === name)?.type ?? '') === 'number'
  const read = async (source: TableSource, wanted: Record<string, ColumnReading>, max: number) => {
    const columns = await readColumns(source, wanted, max)
    return {
      text: (name: string): (string | undefined)[] | undefined => columns.texts[name],
      number: (name: string): number[] | undefined =>
        columns.numbers[name] ??
        columns.texts[name]?.map((text) => (text === undefined || text === '' ? NaN : Number(text))),
    }
  }
  // A column that is needed as text and as number is read as text and converted here.
  const columnsOf = (texts: readonly string[], numbers: readonly string[]): Record<string, ColumnReading> => ({
    ...Object.fromEntries(numbers.filter((name) => name !== '').map((name) => [name, 'number'] as const)),
    ...Object.fromEntries(texts.filter((name) => name !== '').map((name) => [name, 'text'] as const)),
  })
  const isShaded = points !== undefined && spec.color !== '' && isNumber(points, spec.color)
  const [ofLinks, ofPoints] = await Promise.all([
    links && read(links, columnsOf([spec.source, spec.target], [spec.width]), maxLinks),
    points &&
      read(
        points,
        columnsOf(
          [spec.id, spec.label, isShaded ? '' : spec.color],
          [isShaded ? spec.color : '', spec.size, spec.x, spec.y],
        ),
        maxPoints,
      ),
  ])
  const hasPlaces = spec.x !== '' && spec.y !== ''
  const data = graphOfRows(
    ofLinks && {
      source: ofLinks.text(spec.source) ?? [],
      target: ofLinks.text(spec.target) ?? [],
      width: spec.width === '' ? undefined : ofLinks.number(spec.width),
    },
    ofPoints && {
      id: ofPoints.text(spec.id) ?? [],
      label: spec.label === '' ? undefined : ofPoints.text(spec.label),
      category: spec.color === '' || isShaded ? undefined : ofPoints.text(spec.color),
      shade: isShaded ? ofPoints.number(spec.color) : undefined,
      size: spec.size === '' ? undefined : ofPoints.number(spec.size),
      x: hasPlaces ? ofPoints.number(spec.x) : undefined,
      y: hasPlaces ? ofPoints.number(spec.y) : undefined,
    },
  )
  return { data, isCut: (links?.rows ?? 0) > maxLinks || (points?.rows ?? 0) > maxPoints }
}
