import { describe, expect, it } from 'vitest'
import { resolveChart, suggestChart } from './suggest-chart.ts'
import { suggestGraph } from './suggest-graph.ts'
import { chartSettingsSchema } from '../chart.ts'
import type { Column } from '../table.ts'

const columns = (...list: string[]): Column[] =>
  list.map((one) => {
    const [name = '', type = 'VARCHAR'] = one.split(':')
    return { name, type }
  })

describe('suggestChart', () => {
  it.each([
    [['id:BIGINT', 'lat:DOUBLE', 'lon:DOUBLE', 'name'], { mark: 'scatter', x: 'lon', y: 'lat' }],
    [['day:DATE', 'price:DOUBLE'], { mark: 'line', x: 'day', y: 'price', measure: 'mean' }],
    [['day:TIMESTAMP', 'note'], { mark: 'histogram', x: 'day' }],
    [['species', 'mass:DOUBLE'], { mark: 'bar', x: 'species', y: 'mass', measure: 'mean' }],
    [['mass:DOUBLE', 'height:DOUBLE'], { mark: 'scatter', x: 'mass', y: 'height' }],
    [['mass:DOUBLE'], { mark: 'histogram', x: 'mass' }],
    [['species', 'customer_id:BIGINT'], { mark: 'bar', x: 'species', measure: 'count' }],
    [['title'], { mark: 'bar', x: 'title' }],
    [['list:VARCHAR[]'], { mark: 'bar', x: '' }],
    [[], { mark: 'bar', x: '' }],
  ])('%j', (list, expected) => {
    expect(suggestChart(columns(...list))).toMatchObject(expected)
  })

  it('uses facts about values if they are known', () => {
    const list = columns('town', 'street', 'mass:DOUBLE', 'height:DOUBLE', 'nothing:DOUBLE')
    const facts = [
      { name: 'town', distinct: 4 },
      { name: 'street', distinct: 900 },
      { name: 'nothing', distinct: 1 },
    ]
    expect(suggestChart(list, facts)).toMatchObject({ mark: 'scatter', x: 'mass', y: 'height', color: 'town' })
    const ids = [{ name: 'mass', distinct: 900, semantic: { type: 'id' } }]
    expect(suggestChart(columns('mass:DOUBLE', 'height:DOUBLE'), ids)).toMatchObject({ mark: 'histogram', x: 'height' })
  })

  it('prefers a measure to an integer that numbers the rows', () => {
    const list = columns('order:BIGINT', 'day:DATE', 'price:DOUBLE')
    const facts = [
      { name: 'order', distinct: 12_480 },
      { name: 'day', distinct: 90 },
      { name: 'price', distinct: 12_301 },
    ]
    expect(suggestChart(list, facts)).toMatchObject({ mark: 'line', x: 'day', y: 'price' })
    const [order, day] = facts
    expect(suggestChart(list.slice(0, 2), [order!, day!]), 'without another number').toMatchObject({ y: 'order' })
  })

  it('keeps chosen columns with auto, and charts without auto unchanged', () => {
    const list = columns('town', 'day:DATE', 'price:DOUBLE')
    const of = (settings: object) => resolveChart(chartSettingsSchema.parse(settings), list)
    expect(of({})).toMatchObject({ mark: 'line', x: 'day', y: 'price' })
    expect(of({ x: 'town' })).toMatchObject({ mark: 'bar', x: 'town', measure: 'count' })
    expect(of({ x: 'town', y: 'price' })).toMatchObject({ mark: 'bar', measure: 'mean' })
    expect(of({ x: 'town', y: 'day' })).toMatchObject({ mark: 'heat-map', x: 'town', y: 'day' })
    expect(of({ x: 'price', y: 'day' })).toMatchObject({ mark: 'scatter' })
    expect(of({ x: 'day', y: 'price' })).toMatchObject({ mark: 'line', measure: 'mean' })
    expect(of({ y: 'price' })).toMatchObject({ mark: 'box', y: 'price' })
    expect(of({ facet: 'town' })).toMatchObject({ mark: 'line', facet: 'town' })
    expect(of({ mark: 'area', x: 'gone' })).toMatchObject({ mark: 'area', x: 'gone' })
  })
})

describe('suggestGraph', () => {
  it('chooses columns by name, and an id of the type of the links', () => {
    const links = columns('weight:DOUBLE', 'from:BIGINT', 'to:BIGINT')
    const points = columns('name', 'index:BIGINT', 'group', 'x:DOUBLE', 'y:DOUBLE')
    expect(suggestGraph({ links, points })).toMatchObject({
      source: 'from',
      target: 'to',
      width: 'weight',
      id: 'index',
      label: 'name',
      color: 'group',
      x: 'x',
      y: 'y',
    })
  })

  it('chooses the first two columns without matching names, and keeps chosen ones', () => {
    expect(suggestGraph({ links: columns('a', 'b') })).toMatchObject({ source: 'a', target: 'b', id: '' })
    expect(suggestGraph({ links: columns('a', 'b') }, { source: 'b' })).toMatchObject({ source: 'b', target: 'a' })
    const points = columns('id', 'x:DOUBLE', 'y:DOUBLE', 'px:DOUBLE', 'py:DOUBLE')
    expect(suggestGraph({ points }, { x: 'px', y: 'py' })).toMatchObject({ id: 'id', x: 'px', y: 'py' })
  })
})
