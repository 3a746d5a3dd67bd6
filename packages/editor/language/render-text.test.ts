import { createMessageFormatter } from '@aw-flow/messages/catalogs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createTextRenderer, catalogLoadEvents } from './render-text.ts'

const greeting = { code: 'acme.greeting', params: { name: 'Ada' } }
const formatter = createMessageFormatter('de', { 'acme.greeting': 'Hallo {$name}' })

function countLoads(): { count: number } {
  const loads = { count: 0 }
  const add = (): void => void loads.count++
  catalogLoadEvents.addEventListener('load', add)
  onTestFinished(() => catalogLoadEvents.removeEventListener('load', add))
  return loads
}

describe('a text renderer', () => {
  it('renders a message as nothing until its catalog arrives, which is announced', async () => {
    const loads = countLoads()
    const { render, load } = createTextRenderer(async () => formatter)
    expect(render(greeting)).toBe('')
    expect(render('Stored text')).toBe('Stored text')
    await load()
    expect(render(greeting)).toBe('Hallo Ada')
    expect(loads.count).toBe(1)
  })

  it('announces nothing if no message was missing', async () => {
    const loads = countLoads()
    const { render, load } = createTextRenderer(async () => formatter)
    await load()
    expect(render(greeting)).toBe('Hallo Ada')
    expect(loads.count).toBe(0)
  })

  it('tries again after a failure', async () => {
    let attempts = 0
    const { render, load } = createTextRenderer(async () => {
      if (attempts++ === 0) throw new Error('offline')
      return formatter
    })
    await expect(load()).rejects.toThrow('offline')
    expect(render(greeting)).toBe('')
    await load()
    expect(render(greeting)).toBe('Hallo Ada')
    expect(attempts).toBe(2)
  })

  it('fetches nothing when the catalogs are provided', async () => {
    const { render, provide } = createTextRenderer(() => Promise.reject(new Error('fetched')))
    provide(formatter)
    expect(render(greeting)).toBe('Hallo Ada')
  })
})
