import { describe, expect, it } from 'vitest'
import type { Column } from '../table.ts'
import { suggestSettings } from './suggest-settings.ts'

const columns = (text: string): Column[] =>
  text.split(' ').map((one) => {
    const [name = '', type = 'VARCHAR'] = one.split(':')
    return { name, type }
  })

const orders = columns('order_id:BIGINT customer_id:BIGINT day:DATE product region quantity:INTEGER price:DOUBLE')
const measure = { as: '', separator: ', ' }

describe('suggestSettings', () => {
  it.each([
    ['sort', orders, { by: [{ column: 'day', direction: 'descending', empty: 'last' }] }],
    ['sort', columns('name mass:DOUBLE'), { by: [{ column: 'mass', direction: 'descending', empty: 'last' }] }],
    ['sort', columns('name note'), { by: [{ column: 'name', direction: 'ascending', empty: 'last' }] }],
    ['sort', columns('tags:VARCHAR[]'), {}],
    ['aggregate', orders, { groupBy: ['product'], measures: [{ function: 'sum', column: 'quantity', ...measure }] }],
    [
      'aggregate',
      columns('name species mass:DOUBLE'),
      { groupBy: ['species'], measures: [{ function: 'mean', column: 'mass', ...measure }] },
    ],
    ['aggregate', columns('year:BIGINT note'), { groupBy: ['year'] }],
    ['pivot', orders, { column: 'product', rows: ['region'], function: 'sum', value: 'quantity' }],
    ['unpivot', columns('country a:DOUBLE b:DOUBLE'), { columns: ['a', 'b'] }],
    ['filter', orders, { conditions: [{ column: 'quantity', is: 'is-not-empty', value: '' }] }],
    ['split', columns('city'), { conditions: [{ column: 'city', is: 'is-not-empty', value: '' }] }],
    ['select', columns('a b'), { columns: ['a', 'b'] }],
    ['deduplicate', orders, { columns: ['order_id'] }],
    ['deduplicate', columns('name'), {}],
    ['fill', orders, { columns: ['quantity', 'price'], how: 'median' }],
    ['fill', columns('city'), { columns: ['city'], how: 'mode' }],
    [
      'rename_and_cast',
      [{ name: ' Order  day ', type: 'DATE' }],
      { columns: [{ column: ' Order  day ', name: 'Order day', type: '', format: '' }] },
    ],
    ['derive_column', orders, { column: 'total', expression: 'price * quantity' }],
    ['derive_column', columns('city'), {}],
    ['validation', orders, { schema: '{"columns":[{"name":"order_id","nullable":false,"unique":true}]}' }],
    ['chart', columns('day:DATE price:DOUBLE'), { x: 'day', y: 'price', measure: 'mean' }],
    ['table', orders, {}],
  ])('%s %j', (type, table, expected) => {
    expect(suggestSettings({ type, inputs: { table } })).toEqual(expected)
  })

  it.each([
    ['order_id:BIGINT customer_id:BIGINT', 'customer_id:BIGINT city', [{ left: 'customer_id', right: 'customer_id' }]],
    ['id:BIGINT customer_id:BIGINT', 'id:BIGINT city', [{ left: 'customer_id', right: 'id' }]],
    ['id:BIGINT name', 'order_id:BIGINT id', [{ left: 'id', right: 'order_id' }]],
    ['id:BIGINT a', 'ID:INTEGER b', [{ left: 'id', right: 'ID' }]],
    ['City a', 'city b', [{ left: 'City', right: 'city' }]],
    ['customer_id:BIGINT', 'customer_id', undefined],
  ])('joins %s with %s by their keys', (left, right, keys) => {
    const inputs = { left: columns(left), right: columns(right) }
    expect(suggestSettings({ type: 'join', inputs })).toEqual(keys ? { keys } : {})
  })

  it('completes the columns of links', () => {
    expect(suggestSettings({ type: 'graph', inputs: { links: columns('from to') } })).toEqual({
      source: 'from',
      target: 'to',
    })
  })

  it('fills the columns that a different type requires', () => {
    const properties = {
      subject: { type: 'string', format: 'column', minLength: 1 },
      optional: { type: 'string', format: 'column' },
      list: { type: 'array', format: 'columns', minItems: 1 },
    }
    expect(suggestSettings({ type: 'own', settings: { properties }, inputs: { rows: orders } })).toEqual({
      subject: 'quantity',
      list: ['quantity'],
    })
  })
})
