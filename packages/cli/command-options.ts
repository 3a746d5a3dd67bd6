import { InvalidArgumentError, Option } from 'commander'
import type { Terminal } from './terminal/terminal.ts'

/** The terminal and the exit code of commands. */
export interface CommandContext {
  terminal: Terminal
  /** Receives the command's exit code. */
  onExit: (code: number) => void
}

export const appendValue = (value: string, previousValues: string[]): string[] => [...previousValues, value]

export function parseWholeNumber(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new InvalidArgumentError('Use a whole number.')
  return Number(text)
}

export function parseNonnegativeNumber(text: string): number {
  if (!/^\d+(?:\.\d+)?$/.test(text)) throw new InvalidArgumentError('Use a nonnegative number.')
  return Number(text)
}

export function parseFraction(text: string): number {
  const fraction = parseNonnegativeNumber(text)
  if (fraction > 1) throw new InvalidArgumentError('Use a number from 0 to 1.')
  return fraction
}

export function parsePrices(text: string): { input: number; output: number } {
  if (!/^\d+(?:\.\d+)?,\d+(?:\.\d+)?$/.test(text)) throw new InvalidArgumentError('Use two numbers: 0.15,0.6.')
  const [input, output] = text.split(',').map(Number) as [number, number]
  return { input, output }
}

export const createExcelOption = (): Option =>
  new Option(
    '--csv-for-excel',
    'with a .csv output: put an apostrophe before text that Excel would run as a formula, and start the file with a byte order mark',
  )
