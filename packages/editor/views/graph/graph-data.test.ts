import { expect, it } from 'vitest'
import { findPoints, buildGraph, findNeighbors } from './graph-data.ts'
import { computeGraphStyle } from './graph-style.ts'
import { selectLabels } from './graph-labels.ts'
import { layOutPoints } from './lay-out-points.ts'

const links = { source: ['a', 'b', 'a', undefined, 'c', 'c'], target: ['b', 'c', 'b', 'a', 'c', 'x'] }

it('derives points from links in order of appearance, and counts omitted links', () => {
  const graph = buildGraph(links, undefined)
  expect(graph.ids).toEqual(['a', 'b', 'c', 'x'])
  expect([...graph.links]).toEqual([0, 1, 1, 2, 0, 1, 2, 3])
  expect([...graph.degrees]).toEqual([2, 3, 2, 1])
  expect(graph.omitted).toMatchObject({ noEndpoint: 1, loops: 1, unresolved: 0 })
  expect(findNeighbors(graph, 1)).toEqual([0, 2])
})

it('uses the first of points with equal ids, and omits links to unknown points', () => {
  const graph = buildGraph(links, {
    id: ['b', 'a', 'b', undefined, 'c'],
    label: ['B', '', 'again', 'n', 'C'],
    category: ['k', 'k', 'l', 'm', undefined],
    size: [4, NaN, 1, 1, 9],
  })
  expect(graph.ids).toEqual(['b', 'a', 'c'])
  expect(graph.labels).toEqual(['B', 'a', 'C'])
  expect(graph.categories).toEqual(['k', '(other)', '(none)'])
  expect([...graph.category!]).toEqual([0, 0, 2])
  expect([...graph.sizes!]).toEqual([4, NaN, 9])
  expect(graph.omitted).toMatchObject({ noId: 1, repeated: 1, unresolved: 1, loops: 1, noEndpoint: 1 })
})

it('scales points by area, and uses the smallest size without a value', () => {
  const sizes = [
    ...computeGraphStyle(buildGraph(undefined, { id: ['a', 'b', 'c', 'd'], size: [0, 25, 100, NaN] }), {}).sizes,
  ]
  expect(sizes).toEqual([3, 9.5, 16, 3])
})

it('has a color for each of eight categories, and one for all others', () => {
  const id = Array.from({ length: 30 }, (_, index) => String(index))
  const { categories, category } = buildGraph(undefined, { id, category: id.map((one) => `k${Number(one) % 12}`) })
  expect(categories).toHaveLength(10)
  expect(new Set(category).size).toBe(9)
})

it('omits points without coordinates, and keeps the proportions of the others', () => {
  const graph = buildGraph(undefined, { id: ['a', 'b', 'c'], x: [0, 10, NaN], y: [0, 5, 1] })
  expect(graph.ids).toEqual(['a', 'b'])
  expect(graph.omitted.noPosition).toBe(1)
  expect([...layOutPoints(graph)]).toEqual([-1, -0.5, 1, 0.5])
})

it('places equal points equally, linked ones nearer to each other', () => {
  const source = Array.from({ length: 40 }, (_, index) => `p${index}`)
  const target = source.map((_, index) => `p${index < 20 ? 0 : 20}`)
  const graph = buildGraph({ source, target }, undefined)
  const positions = layOutPoints(graph)
  expect([...layOutPoints(graph)]).toEqual([...positions])
  const at = (id: string): [number, number] => {
    const point = graph.ids.indexOf(id)
    return [positions[point * 2]!, positions[point * 2 + 1]!]
  }
  const distance = (one: string, other: string): number =>
    Math.hypot(at(one)[0] - at(other)[0], at(one)[1] - at(other)[1])
  expect(distance('p5', 'p0')).toBeLessThan(distance('p5', 'p20'))
  expect(Math.max(...positions.map(Math.abs))).toBeCloseTo(1, 5)
})

it('finds points by label or id, exact matches first, then by number of links', () => {
  const graph = buildGraph(links, { id: ['a', 'b', 'c', 'x'], label: ['ab', 'b', 'abc', 'x'] })
  const findIds = (text: string): string[] => findPoints(graph, text, 3).map((point) => graph.ids[point]!)
  expect(findIds('b')).toEqual(['b', 'a', 'c'])
  expect(findIds('ABC')).toEqual(['c'])
  expect(findIds('')).toEqual(['b', 'a', 'c'])
})

it('places labels without overlap, the first preferred, inside the container', () => {
  const label = (point: number, x: number, y: number, isEmphasized = false) => ({
    point,
    label: 'name',
    x,
    y,
    isEmphasized,
  })
  const selected = selectLabels(
    [label(0, 50, 50), label(1, 55, 55), label(2, 56, 56, true), label(3, 50, 90), label(4, -5, 9)],
    200,
    100,
  )
  expect(selected.map(({ point }) => point)).toEqual([0, 2, 3])
})
