import cases from './well-formed-file.cases.json' with { type: 'json' }

/** A file that conforms to RFC 4180, and its content. */
export interface WellFormedFile {
  text: string
  delimiter: string
  names: string[]
  records: string[][]
}

const delimiters = [',', ';', '\t', '|', ' ']
const words =
  "id name city note amount date Größe first_name total value_a kind of x y.z status Straße owner e-mail #no %_of_total key: what? o'neil 名前 Цена Total€ A&B C++ [m] (unit)".split(
    ' ',
  )
const plainCells = cases.plainCells
const quotedCells = cases.quotedCells

/**
 * Generates a well-formed file: up to five records of 1 to 40 columns below a header of distinct names. Every cell that
 * contains a delimiter, a quote or a line break is quoted.
 *
 * @param random Returns numbers from 0 to 1.
 */
export function createWellFormedFile(random: () => number): WellFormedFile {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const delimiter = pick(delimiters)
  const width = random() < 0.5 ? 1 + Math.floor(random() * 4) : 1 + Math.floor(random() * 40)
  const count = Math.floor(random() * 6)
  const newline = pick(['\n', '\r\n', '\n'])
  // A single column contains no potential delimiter outside quotes.
  const isStrict = width === 1 || random() < 0.5
  const needsQuotes = (cell: string): boolean =>
    /["\r\n]/.test(cell) ||
    (isStrict ? delimiters.some((character) => cell.includes(character)) : cell.includes(delimiter))
  const formatCell = (cell: string, quoteProbability: number): string =>
    needsQuotes(cell) || (width === 1 && cell === '') || random() < quoteProbability
      ? `"${cell.replaceAll('"', '""')}"`
      : cell
  const names = Array.from(
    { length: width },
    (_, index) => `${pick(words)}${index < 3 && random() < 0.5 ? '' : `_${index}`}`,
  )
  const uniqueNames = names.map((name, index) => (names.indexOf(name) < index ? `${name}_${index}` : name))
  const records = Array.from({ length: count }, () =>
    Array.from({ length: width }, () =>
      random() < 0.15 ? '' : random() < 0.15 ? pick(quotedCells) : pick(plainCells),
    ),
  )
  const quoteProbability = pick([0, 0, 0.2, 1])
  const lines = [uniqueNames, ...records].map((cells) =>
    cells.map((cell) => formatCell(cell, quoteProbability)).join(delimiter),
  )
  return {
    text: `${lines.join(newline)}${random() < 0.8 ? newline : ''}`,
    delimiter,
    names: uniqueNames,
    records,
  }
}
