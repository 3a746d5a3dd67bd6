import { describe, expect, it } from 'vitest'
import { createTimeTickFormat, selectTickInterval } from './time-ticks.ts'

const written = (language: string, times: string[], along?: 'side'): string[] =>
  times.map((time) => new Date(`${time}Z`)).map(createTimeTickFormat(language, along))

describe('ticks of a time axis', () => {
  it('name their unit, and the larger unit once', () => {
    const months = ['2025-11-01', '2025-12-01', '2026-01-01', '2026-02-01'].map((day) => `${day}T00:00`)
    expect(written('en', months)).toEqual(['Nov\n2025', 'Dec', 'Jan\n2026', 'Feb'])
    expect(written('en', ['2020-01-01T00:00', '2025-01-01T00:00'])).toEqual(['2020', '2025'])
    expect(written('en', ['2026-01-31T00:00', '2026-02-01T00:00'])).toEqual(['31\nJan', '1\nFeb'])
    expect(written('en', ['2025-12-31T00:00', '2026-01-01T00:00'])).toEqual(['31\nDec 2025', '1\nJan 2026'])
  })

  it('use the format of the language', () => {
    const spring = ['2026-02-01T00:00', '2026-05-01T00:00', '2026-10-01T00:00']
    expect(written('de', spring)).toEqual(['Feb\n2026', 'Mai', 'Okt'])
    const evening = ['2026-05-01T12:00', '2026-05-01T18:30']
    expect(written('de', evening)).toEqual(['12:00\n1. Mai', '18:30'])
    expect(written('en-US', evening).map((words) => words.replaceAll('\u202f', ' '))).toEqual([
      '12:00 PM\nMay 1',
      '6:30 PM',
    ])
    expect(written('de', ['2026-05-01T12:00:30', '2026-05-01T12:00:45'])).toEqual(['12:00:30\n1. Mai', '12:00:45'])
    expect(written('de', ['2026-05-01T12:00:00.250', '2026-05-01T12:00:00.500'])[1]).toBe('12:00:00,500')
  })

  it('use one line on a vertical axis', () => {
    expect(written('de', ['2026-05-01T00:00', '2026-10-01T00:00'], 'side')).toEqual(['Mai 2026', 'Okt. 2026'])
  })

  it('are whole days for dates without times, on wide screens too', () => {
    const days = ['2024-03-01', '2024-03-08'].map((day) => new Date(`${day}T00:00Z`))
    expect(selectTickInterval(days, 1_200)).toBe('day')
    expect(selectTickInterval(days, 400)).toBeUndefined()
    expect(selectTickInterval([...days, new Date('2024-03-04T12:00Z')], 1_200)).toBeUndefined()
  })
})
