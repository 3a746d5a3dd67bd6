import { createEmptyWorkflow, error, type Problem, type Workflow } from '@aw-flow/schema'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAutosave } from './autosave.ts'

const document = (name: string): Workflow => createEmptyWorkflow(name)

describe('createAutosave', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  const setUp = (answer: () => Promise<Problem | undefined> = async () => undefined) => {
    const saved: string[] = []
    const states: string[] = []
    const autosave = createAutosave({
      save: (workflow) => {
        saved.push(workflow.name)
        return answer()
      },
      onStateChange: (state) => states.push(state),
    })
    return { autosave, saved, states }
  }

  it('[D24] saves the last of several changes once, after the delay', async () => {
    const { autosave, saved, states } = setUp()
    for (const name of ['1', '2', '3']) {
      autosave.schedule(document(name))
      await vi.advanceTimersByTimeAsync(200)
    }
    expect(saved).toEqual([])
    await vi.advanceTimersByTimeAsync(100)
    expect(saved).toEqual(['3'])
    expect(states.at(-1)).toBe('saved')
    expect(autosave.hasUnsavedChanges).toBe(false)
  })

  it('[D24] saves during changes that do not end', async () => {
    const { autosave, saved } = setUp()
    for (let number = 1; number <= 25; number++) {
      autosave.schedule(document(String(number)))
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(saved).toEqual(['20'])
  })

  it('[D24] saves one document at a time, then the changes made in the meantime', async () => {
    const finish: (() => void)[] = []
    const { autosave, saved } = setUp(() => new Promise((resolve) => finish.push(() => resolve(undefined))))
    autosave.schedule(document('1'))
    await vi.advanceTimersByTimeAsync(300)
    autosave.schedule(document('2'))
    await vi.advanceTimersByTimeAsync(300)
    expect(saved).toEqual(['1'])
    finish.shift()?.()
    await vi.advanceTimersByTimeAsync(0)
    expect(saved).toEqual(['1', '2'])
    finish.shift()?.()
    await vi.advanceTimersByTimeAsync(0)
    expect(autosave.hasUnsavedChanges).toBe(false)
  })

  it('[D24] keeps a refused document and saves it with the next flush', async () => {
    const answers: (Problem | undefined)[] = [error('storage.full', {}), undefined]
    const { autosave, saved, states } = setUp(async () => answers.shift())
    autosave.schedule(document('1'))
    await autosave.flush()
    expect(states.at(-1)).toBe('failed')
    expect(autosave.hasUnsavedChanges).toBe(true)
    await autosave.flush()
    expect(saved).toEqual(['1', '1'])
    expect(states.at(-1)).toBe('saved')
  })

  it('does nothing without changes', async () => {
    const { autosave, saved } = setUp()
    await autosave.flush()
    expect(saved).toEqual([])
  })
})
