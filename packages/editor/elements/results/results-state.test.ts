import { createEmptyRunView, type RunView } from '@aw-flow/schema'
import { describe, expect, test } from 'vitest'
import { createResultsState } from './results-state.ts'

const waiting: RunView = {
  ...createEmptyRunView('r'),
  state: 'waiting',
  waiting: { ask: { node: 'ask', waitFor: { kind: 'approval', digest: 'd', shown: {} } } },
}

describe('createResultsState', () => {
  test('opens the approval of a run that was already waiting when the session was opened, as after a reload', () => {
    let changes = 0
    const state = createResultsState(
      () => ({ current: waiting }),
      () => changes++,
    )
    state.reset()
    expect([state.isOpen, state.tab, changes]).toEqual([true, 'report', 1])
  })

  test('opens nothing for a session whose run waits for a time, or has ended', () => {
    const time: RunView = { ...waiting, waiting: { ask: { node: 'ask', waitFor: { kind: 'time', until: 1 } } } }
    for (const run of [undefined, time, { ...createEmptyRunView('r'), state: 'completed' as const }]) {
      const state = createResultsState(
        () => ({ current: run }),
        () => undefined,
      )
      state.reset()
      expect(state.isOpen).toBe(false)
    }
  })

  test('opens the results of a run of this page, but not those of an earlier page’s run', () => {
    const current: RunView = { ...createEmptyRunView('r'), state: 'completed' }
    const listRuns = [{ current }, { current, previous: current }]
    const opened = listRuns.map((runs) => {
      const state = createResultsState(
        () => runs,
        () => undefined,
      )
      state.onRunChange()
      return state.isOpen
    })
    expect(opened).toEqual([true, false])
  })

  test('opens the approval of a node again after the drawer was closed', () => {
    const state = createResultsState(
      () => ({ current: waiting }),
      () => undefined,
    )
    state.reset()
    state.showTab('table')
    state.close()
    state.review('ask')
    expect([state.isOpen, state.tab, state.node]).toEqual([true, 'report', 'ask'])
  })

  test('opens the preview of a selected node if there is space, until the user has closed it', () => {
    const state = createResultsState(
      () => undefined,
      () => undefined,
    )
    state.open()
    state.close()
    state.onNodeSelected('load', true)
    expect([state.isOpen, state.node]).toEqual([false, 'load'])
    state.open()
    const later = createResultsState(
      () => undefined,
      () => undefined,
    )
    later.onNodeSelected('load', false)
    expect(later.isOpen).toBe(false)
    later.onNodeSelected('load', true)
    expect(later.isOpen).toBe(true)
  })
})
