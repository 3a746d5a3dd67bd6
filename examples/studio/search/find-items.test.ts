import { describe, expect, it } from 'vitest'
import { findItems } from './find-items.ts'

const item = (id: string, title: string, ...texts: (string | null)[]) => ({ id, title, texts, path: `/${id}` })
const items = [
  item('1', 'Weekly', 'orders of the week'),
  item('2', 'Orders', null),
  item('3', 'Customers', 'a@example.com'),
]
const find = (search: string): string[] => findItems(items, search).map(({ title }) => title)

describe('a search', () => {
  it.each([
    ['order', ['Orders', 'Weekly']],
    ['WEEK orders', ['Weekly']],
    ['@example', ['Customers']],
    ['3', ['Customers']],
    ['  ', []],
    ['nothing', []],
  ])('for %j finds %j', (search, titles) => expect(find(search)).toEqual(titles))

  it('finds at most twenty items', () => {
    expect(
      findItems(
        Array.from({ length: 30 }, (_, index) => item(String(index), 'Copy')),
        'copy',
      ),
    ).toHaveLength(20)
  })
})
