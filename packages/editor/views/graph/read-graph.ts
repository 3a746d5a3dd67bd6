import type { GraphSpec } from '@aw-flow/schema/internal'
import { getTypeFamily } from '@aw-flow/schema/internal'
import type { TableSource } from '../table-source.ts'
import { buildGraph, type GraphData } from './graph-data.ts'
import { readColumns, type CellKind } from './read-columns.ts'

export const maxPoints = 200_000
export const maxLinks = 400_000

/** Reads points and links and builds a graph. `isTruncated` is true if a table has more rows than can be drawn. */
export async function readGraph(
  links: TableSource | undefined,
  points: TableSource | undefined,
  spec: GraphSpec,
): Promise<{ data: GraphData; isTruncated: boolean }> {
  const isNumber = (source: TableSource, name: string): boolean =>
    getTypeFamily(source.columns.find((column) => column.name === name)?.type ?? '') === 'number'
  const read = async (source: TableSource, kinds: Record<string, CellKind>, max: number) => {
    const columns = await readColumns(source, kinds, max)
    return {
      getStrings: (name: string): (string | undefined)[] | undefined => columns.texts[name],
      getNumbers: (name: string): number[] | undefined =>
        columns.numbers[name] ??
        columns.texts[name]?.map((text) => (text === undefined || text === '' ? NaN : Number(text))),
    }
  }
  // A column needed both as text and as numbers is read as text and converted above.
  const selectColumns = (
    textColumns: readonly string[],
    numberColumns: readonly string[],
  ): Record<string, CellKind> => ({
    ...Object.fromEntries(numberColumns.filter((name) => name !== '').map((name) => [name, 'number'] as const)),
    ...Object.fromEntries(textColumns.filter((name) => name !== '').map((name) => [name, 'text'] as const)),
  })
  const isColorNumeric = points !== undefined && spec.color !== '' && isNumber(points, spec.color)
  const [linkColumns, pointColumns] = await Promise.all([
    links && read(links, selectColumns([spec.source, spec.target], [spec.width]), maxLinks),
    points &&
      read(
        points,
        selectColumns(
          [spec.id, spec.label, isColorNumeric ? '' : spec.color],
          [isColorNumeric ? spec.color : '', spec.size, spec.x, spec.y],
        ),
        maxPoints,
      ),
  ])
  const hasPositions = spec.x !== '' && spec.y !== ''
  const data = buildGraph(
    linkColumns && {
      source: linkColumns.getStrings(spec.source) ?? [],
      target: linkColumns.getStrings(spec.target) ?? [],
      width: spec.width === '' ? undefined : linkColumns.getNumbers(spec.width),
    },
    pointColumns && {
      id: pointColumns.getStrings(spec.id) ?? [],
      label: spec.label === '' ? undefined : pointColumns.getStrings(spec.label),
      category: spec.color === '' || isColorNumeric ? undefined : pointColumns.getStrings(spec.color),
      shade: isColorNumeric ? pointColumns.getNumbers(spec.color) : undefined,
      size: spec.size === '' ? undefined : pointColumns.getNumbers(spec.size),
      x: hasPositions ? pointColumns.getNumbers(spec.x) : undefined,
      y: hasPositions ? pointColumns.getNumbers(spec.y) : undefined,
    },
  )
  return { data, isTruncated: (links?.rows ?? 0) > maxLinks || (points?.rows ?? 0) > maxPoints }
}
