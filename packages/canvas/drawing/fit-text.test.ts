import { expect, it } from 'vitest'
import { createTextFitter } from './fit-text.ts'

function createContext() {
  const measured = { characters: 0 }
  const measureText = (text: string) => {
    measured.characters += text.length
    return { width: 6 * text.length }
  }
  return { measured, context: { font: '12px sans-serif', measureText } as unknown as CanvasRenderingContext2D }
}

it('a text of any length is fitted by measuring its start', () => {
  const { context, measured } = createContext()
  const fitter = createTextFitter()
  expect(fitter.fitLine(context, 'x'.repeat(1_000_000), 120)).toBe(`${'x'.repeat(19)}…`)
  expect(fitter.fitTwoLines(context, `${'word '.repeat(200_000)}`, 120)).toEqual([
    'word word word word',
    'word word word word…',
  ])
  expect(fitter.fitTwoLines(context, `first\n${'x'.repeat(1_000_000)}`, 120)).toEqual(['first', `${'x'.repeat(19)}…`])
  expect(measured.characters).toBeLessThan(20_000)
})

it('a text that fits is unchanged, and a wide line shows more', () => {
  const { context } = createContext()
  const fitter = createTextFitter()
  expect(fitter.fitLine(context, 'short', 120)).toBe('short')
  expect(fitter.fitLine(context, 'x'.repeat(5_000), 24_000)).toBe(`${'x'.repeat(3_999)}…`)
})
