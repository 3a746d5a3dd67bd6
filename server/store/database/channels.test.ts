import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { openChannels, type ListeningClient } from './channels.ts'

test('messages are sent by the listening connection, and by another one while it is closed', async () => {
  const sent: string[] = []
  const createClient = (name: string): ListeningClient & EventEmitter =>
    Object.assign(new EventEmitter(), {
      query: async (text: string, values: unknown[] = []) => void sent.push([name, text, ...values].join(' ')),
      end: async () => undefined,
    })
  const listening = createClient('listening')
  const channels = openChannels({ connect: async () => listening, query: createClient('pool').query })
  await channels.notify('news', 'first')
  channels.listen('news', () => undefined)
  await expect.poll(() => sent.length).toBe(2)
  await channels.notify('news', 'second')
  expect(sent).toEqual([
    'pool select pg_notify($1, $2) news first',
    'listening listen "news"',
    'listening select pg_notify($1, $2) news second',
  ])
  await channels.close()
})
