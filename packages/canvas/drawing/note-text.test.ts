import { expect, it } from 'vitest'
import { truncateNote, layOutNote, maxNoteCharacters, subtractCharacters } from './note-text.ts'

const measure = (text: string): number => 10 * text.length

it('words of a line in the same style are one span, at the position of the first', () => {
  const lines = layOutNote('one two **three four** five\n- six seven', { width: 160, height: 1_000 }, measure)
  expect(lines).toEqual([
    { kind: 'text', y: 18, spans: [{ text: 'one two ', x: 0 }, { text: 'three ', bold: true, x: 80 }] },
    { kind: 'text', y: 36, spans: [{ text: 'four', bold: true, x: 0 }, { text: ' five', x: 40 }] },
    { kind: 'item', y: 54, spans: [{ text: 'six seven', x: 14 }] },
  ]) // oxfmt-ignore
})

it('text beyond the height is not measured', () => {
  let count = 0
  const lines = layOutNote('word '.repeat(5_000), { width: 100, height: 180 }, (text) => {
    count++
    return measure(text)
  })
  expect(lines.length).toBeGreaterThanOrEqual(10)
  expect(lines.length).toBeLessThan(13)
  expect(count).toBeLessThan(100)
})

it('the notes of a picture show a limited number of characters together, and are marked where they end', () => {
  const budget = { remaining: 1_000 }
  const texts = Array.from({ length: 5 }, () => {
    const text = truncateNote('word '.repeat(80), budget)
    subtractCharacters(budget, layOutNote(text, { width: 1_000, height: 1_000 }, measure))
    return text
  })
  expect(texts.map(({ length }) => length)).toEqual([400, 400, 201, 1, 1])
  expect(texts.map((text) => text.endsWith('…'))).toEqual([false, false, true, true, true])
  // Text that is not visible does not count.
  const other = { remaining: 1_000 }
  subtractCharacters(other, layOutNote(truncateNote('word '.repeat(180), other), { width: 60, height: 50 }, measure))
  expect(truncateNote('word '.repeat(180), other)).toHaveLength(900)
  expect(truncateNote('x'.repeat(200_000), { remaining: maxNoteCharacters })).toHaveLength(100_001)
})
