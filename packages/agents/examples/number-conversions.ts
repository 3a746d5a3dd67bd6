import { parseNumber } from './evaluate-expression.ts'
import type { NumberFormat } from './text-expression.ts'

export const plainFormat: NumberFormat = { group: '', decimalMark: '.' }

const formats: readonly NumberFormat[] = [
  plainFormat,
  { group: ',', decimalMark: '.' },
  { group: '', decimalMark: ',' },
  { group: '.', decimalMark: ',' },
  { group: ' ', decimalMark: ',' },
]

/** A conversion of numbers: parses the input format, applies a linear function and writes the output format. */
export interface NumberConversion {
  readonly from: NumberFormat
  readonly to: NumberFormat
  readonly scale: number
  readonly offset: number
  readonly cost: number
}

/**
 * Lists possible conversions of the values to the numbers in the outputs. The scale and the offset must be the same for
 * all examples.
 */
export function listNumberConversions(
  values: readonly (string | undefined)[],
  outputs: readonly string[],
): NumberConversion[] {
  const conversions: NumberConversion[] = []
  for (const inputFormat of formats) {
    const numbers = values.map((value) => (value === undefined ? undefined : parseNumber(value, inputFormat)))
    if (numbers.every((value) => value === undefined)) continue
    const separators = [inputFormat.group, inputFormat.decimalMark].filter((mark) => mark !== '')
    if (inputFormat !== plainFormat && !values.some((value) => separators.some((mark) => value?.includes(mark))))
      continue
    for (const outputFormat of formats) {
      const formatCost = 1.2 + (inputFormat === plainFormat ? 0 : 0.5) + (outputFormat.group === '' ? 0 : 0.4)
      const decimals = findDecimals(outputs, outputFormat)
      for (const { scale, offset, cost } of listLinearFunctions(numbers, outputs, outputFormat)) {
        conversions.push({ from: inputFormat, to: outputFormat, scale, offset, cost: formatCost + cost + 0.5 })
        if (decimals !== undefined)
          conversions.push({
            from: inputFormat,
            to: { ...outputFormat, decimals },
            scale,
            offset,
            cost: formatCost + cost + 0.9,
          })
      }
    }
  }
  return conversions
}

/** Longer outputs are not searched for a number. */
const maxOutputLength = 100

function listLinearFunctions(
  numbers: readonly (number | undefined)[],
  outputs: readonly string[],
  format: NumberFormat,
): { scale: number; offset: number; cost: number }[] {
  const targetNumbers = outputs.map((output) =>
    output.length > maxOutputLength ? undefined : parseNumber(output.replace(/^[^-0-9]+|[^0-9]+$/g, ''), format),
  )
  const linearFunctions = [{ scale: 1, offset: 0, cost: 0 }]
  const ratio = findConstantResult(numbers, targetNumbers, (a, b) => b / a)
  if (ratio !== undefined && ratio !== 1 && ratio !== 0) linearFunctions.push({ scale: ratio, offset: 0, cost: 1.5 })
  const difference = findConstantResult(numbers, targetNumbers, (a, b) => b - a)
  if (difference !== undefined && difference !== 0) linearFunctions.push({ scale: 1, offset: difference, cost: 2 })
  return linearFunctions
}

/** Returns the number of decimal places if it is the same in all outputs, otherwise `undefined`. */
function findDecimals(outputs: readonly string[], { decimalMark: mark }: NumberFormat): number | undefined {
  const pattern = mark === '.' ? /\.([0-9]+)[^0-9]*$/ : /,([0-9]+)[^0-9]*$/
  const [first, ...others] = outputs.map((output) => pattern.exec(output)?.[1]?.length ?? 0)
  return others.every((length) => length === first) ? first : undefined
}

/**
 * Returns the result of `relate` if it is the same for all pairs of numbers, and at least two input numbers differ.
 * Otherwise returns `undefined`.
 */
function findConstantResult(
  numbers: readonly (number | undefined)[],
  targetNumbers: readonly (number | undefined)[],
  relate: (a: number, b: number) => number,
): number | undefined {
  const results: number[] = []
  const inputs = new Set<number>()
  numbers.forEach((value, index) => {
    const result = targetNumbers[index]
    if (value === undefined || result === undefined || value === 0) return
    results.push(Number(relate(value, result).toPrecision(10)))
    inputs.add(value)
  })
  const [first] = results
  if (first === undefined || !Number.isFinite(first) || inputs.size < 2) return undefined
  return results.every((result) => Math.abs(result - first) <= 1e-9 * Math.abs(first)) ? first : undefined
}
