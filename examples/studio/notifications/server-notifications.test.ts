import { expect, it } from 'vitest'
import { parseEventNames } from './server-notifications.ts'

it.each([
  ['', []],
  [' , ', []],
  ['order.paid', ['order.paid']],
  [' order.paid,stock.* ,', ['order.paid', 'stock.*']],
])('reads the event names %j', (text, names) => {
  expect(parseEventNames(text)).toEqual(names)
})
