import { expect, it } from 'vitest'
import { computeNodeShape } from '../scene/node-shape.ts'
import { fitPortLabel, type LabelFitter } from './fit-port-label.ts'

/** Every character is 7 wide. */
const fitter: LabelFitter = {
  fit: (text, width) => (text.length * 7 <= width ? text : `${text.slice(0, Math.floor(width / 7) - 1)}…`),
  measure: (text) => text.length * 7,
}
const port = (label: string) => ({ name: label.toLowerCase(), label, type: 'table' as const })
const labels = (input: string, output: string): string[] => {
  const shape = computeNodeShape([port(input), port('Plan')], [port(output), port('Plan')], '', {}, () => true)
  return [fitPortLabel(fitter, shape, 'inputs', 0), fitPortLabel(fitter, shape, 'outputs', 0)]
}

it('lets a long label of a port use the free space of the opposite label', () => {
  expect(labels('Tabelle', 'Vorbereitete Tabelle')).toEqual(['Tabelle', 'Vorbereitete Tabelle'])
  expect(labels('Vorbereitete Tabelle', 'Tabelle')).toEqual(['Vorbereitete Tabelle', 'Tabelle'])
})

it('truncates both labels at the middle if neither fits into its half', () => {
  expect(labels('Vorbereitete Tabelle', 'Verbindungen als Zeilen')).toEqual(['Vorbereitete …', 'Verbindungen …'])
})
